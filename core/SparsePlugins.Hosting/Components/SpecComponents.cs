using SparsePlugins.Planning;

namespace SparsePlugins.Hosting.Components;

/// <summary>The components that take part in a run.</summary>
internal static class SpecComponents
{
    /// <summary>Source, architecture, initializer, reinitializer if any, metrics.</summary>
    public static IReadOnlyList<ComponentSpec> Of(RunSpec spec) =>
        [
            spec.Source,
            spec.Autoencoder.Architecture,
            spec.Initializer,
            .. spec.Reinitializer is { } reinitializer ? new[] { reinitializer.Component } : [],
            .. spec.Metrics.Select(metric => metric.Component),
        ];
}
