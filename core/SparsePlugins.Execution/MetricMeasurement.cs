using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Execution;

/// <summary>A measurement with the metric that gave it.</summary>
/// <param name="Metric">The component.</param>
/// <param name="Measurement">What it measured.</param>
internal sealed record MetricMeasurement(Component Metric, Measurement Measurement);
