namespace SparsePlugins.Events;

/// <summary>The run of a cohort that is ahead.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Measurement">Display name of the measurement by which it is ahead.</param>
/// <param name="Value">What it measured last.</param>
public sealed record LeadingRun(string Id, string Measurement, double Value);
