namespace SparsePlugins.Contracts;

/// <summary>What a report shows of a measurement besides its curve and its table.</summary>
public enum ReportRole
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>The share of dictionary features that are dead, 0 to 1: a warning where it is large at the end, and revivals below its curve.</summary>
    DeadFeatures,

    /// <summary>
    /// One tenth of the true features by firing probability. The declared name ends in <c>*</c>, which stands for 1 (fires least often) to 10; all tenths
    /// share a table and a figure.
    /// </summary>
    Deciles,

    /// <summary>The mean number of active features: a warning where variants that are compared end with different ones.</summary>
    ActiveFeatures,
}
