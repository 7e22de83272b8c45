using System.Reflection;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Planning;
using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Cli.Authoring;

/// <summary>The conformance tests of authors, over a component that a plugin offers.</summary>
internal static class ConformanceOf
{
    /// <summary>A new test class with the component; disposed by the caller.</summary>
    /// <param name="component">The component.</param>
    /// <param name="spec">Its options.</param>
    public static ComponentConformance Create(Component component, ComponentSpec spec)
    {
        var files = new InputFiles(Directory.GetCurrentDirectory());
        return component.Schema.Kind switch
        {
            { IsArchitecture: true } => new Architecture(component, () => component.Create<IArchitecture>(spec, files)),
            { IsInitializer: true } => new Initializer(component, () => component.Create<IDictionaryInitializer>(spec, files)),
            { IsReinitializer: true } => new Reinitializer(component, () => component.Create<IDeadFeatureReinitializer>(spec, files)),
            { IsMetric: true } => new Metric(component, () => component.Create<IMetric>(spec, files)),
            _ => new Source(component, () => component.Create<IActivationSource>(spec, files)),
        };
    }

    // The host has read the documentation already, also that of a source file, which has none beside its assembly.
    private static string Summary(Component component, MemberInfo member) =>
        member is Type
            ? component.Schema.Summary
            : component
                .Schema.Options.FirstOrDefault(option =>
                    option.Name.Replace("_", "", StringComparison.Ordinal) == member.Name.ToLowerInvariant()
                )
                ?.Summary
                ?? "";

    private sealed class Architecture(Component component, Func<IArchitecture> create) : ArchitectureConformance
    {
        protected override IArchitecture Create() => create();

        protected override string SummaryOf(MemberInfo member) => Summary(component, member);
    }

    private sealed class Initializer(Component component, Func<IDictionaryInitializer> create) : InitializerConformance
    {
        protected override IDictionaryInitializer Create() => create();

        protected override string SummaryOf(MemberInfo member) => Summary(component, member);
    }

    private sealed class Reinitializer(Component component, Func<IDeadFeatureReinitializer> create) : ReinitializerConformance
    {
        protected override IDeadFeatureReinitializer Create() => create();

        protected override string SummaryOf(MemberInfo member) => Summary(component, member);
    }

    private sealed class Metric(Component component, Func<IMetric> create) : MetricConformance
    {
        protected override IMetric Create() => create();

        protected override string SummaryOf(MemberInfo member) => Summary(component, member);
    }

    private sealed class Source(Component component, Func<IActivationSource> create) : SourceConformance
    {
        protected override IActivationSource Create() => create();

        protected override string SummaryOf(MemberInfo member) => Summary(component, member);
    }
}
