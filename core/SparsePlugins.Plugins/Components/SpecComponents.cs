using SparsePlugins.Specs;

namespace SparsePlugins.Plugins.Components;

/// <summary>The components that take part in a run.</summary>
public static class SpecComponents
{
    /// <summary>Those of all runs of a plan, and of the dictionaries that it measures: sources and metrics.</summary>
    public static IEnumerable<ComponentSpec> In(Plan plan) =>
        plan
            .Cohorts.SelectMany(cohort => cohort.Runs.SelectMany(run => In(run.Spec)).Append(cohort.Source))
            .Concat(plan.Metrics.Select(metric => metric.Component));

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
