using SparsePlugins.Specs;

namespace SparsePlugins.Plugins.Components;

/// <summary>The components that take part in a run.</summary>
public static class SpecComponents
{
    /// <summary>Source, architecture, initializer, reinitializer if any, metrics.</summary>
    public static IReadOnlyList<ComponentSpec> In(RunSpec spec) =>
        [
            spec.Source,
            spec.Autoencoder.Architecture,
            spec.Initializer,
            .. spec.Reinitializer is { } reinitializer ? new[] { reinitializer.Component } : [],
            .. spec.Metrics.Select(metric => metric.Component),
        ];
}
