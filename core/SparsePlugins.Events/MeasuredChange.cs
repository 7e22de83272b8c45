namespace SparsePlugins.Events;

/// <summary>How a measurement changed over a run.</summary>
/// <param name="Measurement">Its name.</param>
/// <param name="First">At the initialization.</param>
/// <param name="Last">At the end.</param>
public sealed record MeasuredChange(string Measurement, double First, double Last);
