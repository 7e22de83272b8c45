using System.Reflection;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Authoring;

/// <summary>The rules of a component's kind, for a component that a plugin offers.</summary>
internal static class ConformanceOf
{
    /// <summary>The checks, in the order of the rules; each makes new instances of the component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="spec">Its options.</param>
    public static IEnumerable<RuleCheck> Create(Component component, ComponentSpec spec)
    {
        var files = new InputFiles(Directory.GetCurrentDirectory());
        string SummaryOf(MemberInfo member) => Summary(component, member);
        T Made<T>()
            where T : class => component.Create<T>(spec, files);
        return component.Schema.Kind switch
        {
            { IsArchitecture: true } => RuleCheck.Of(
                ArchitectureRules.All,
                () => new CheckedArchitecture(Made<IArchitecture>) { SummaryOf = SummaryOf }
            ),
            { IsInitializer: true } => RuleCheck.Of(
                InitializerRules.All,
                () => new CheckedInitializer(Made<IDictionaryInitializer>) { SummaryOf = SummaryOf, DecoderScale = DecoderScale.In(spec) }
            ),
            { IsReinitializer: true } => RuleCheck.Of(
                ReinitializerRules.All,
                () => new CheckedReinitializer(Made<IDeadFeatureReinitializer>) { SummaryOf = SummaryOf }
            ),
            { IsMetric: true } => RuleCheck.Of(MetricRules.All, () => new CheckedMetric(Made<IMetric>) { SummaryOf = SummaryOf }),
            _ => RuleCheck.Of(SourceRules.All, () => new CheckedSource(Made<IActivationSource>) { SummaryOf = SummaryOf }),
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
}
