namespace SparsePlugins.Contracts;

/// <summary>
/// Declares a measurement of a metric: what planning knows before anything is measured, and what reports say of it. They know no measurement by name.
/// </summary>
/// <remarks>
/// One for each measurement. With them a manifest is refused when two metrics would give measurements of one name, and when a threshold can't be
/// reached, always holds, or asks for the worse direction. A metric without any is measured all the same; two measurements of one name then fail
/// the runs.
/// </remarks>
/// <param name="name">As in <see cref="Measurement"/>; <c>mmcs-decile-*</c> stands for all names with that beginning.</param>
/// <param name="better">Which way is better, as in <see cref="Measurement"/>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeasuresAttribute(string name, Better better) : Attribute
{
    /// <summary>The measurement's name.</summary>
    public string Name { get; } = name;

    /// <summary>Which way is better.</summary>
    public Better Better { get; } = better;

    /// <summary>The smallest value that it can have.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>The largest value that it can have.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>What reports call it, <c>MMCS</c>; the measurement's name unless stated.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>What it is, for the legend of a report: half a sentence without a full stop, <c>codes that are not 0, on average over the evaluation data</c>.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>What reports show besides its curve and its table.</summary>
    public ReportRole Role { get; init; }
}
