using System.Text;
using SparsePlugins.Hosting.Components;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Planning;

namespace SparsePlugins.Cli.Authoring;

/// <summary>The options that a component is checked with: its defaults, and what <c>--with</c> states, by the rules of manifests.</summary>
/// <param name="plugins">Everything that is loaded.</param>
/// <param name="stated"><c>option=value</c>, several times.</param>
internal sealed class CheckedOptions(PluginSet plugins, IReadOnlyList<string> stated)
{
    /// <summary>The options of a component, or why they aren't right.</summary>
    /// <param name="component">The component.</param>
    public (ComponentSpec? Spec, Finding? Problem) For(Component component)
    {
        var own = stated.Where(one => component.Schema.Options.Any(option => option.Name == NameIn(one))).ToArray();
        if (
            component.Schema.Options.FirstOrDefault(option => option.Default is null && !own.Any(one => NameIn(one) == option.Name)) is
            { } needed
        )
        {
            return (null, new Finding("conformance", FindingStatus.Skipped, Needs(needed)));
        }

        var place = Place(component.Schema.Kind);
        var result = Planner.Plan(
            plugins.Catalog,
            "the check",
            Encoding.UTF8.GetBytes(Text(component)),
            [.. own.Select(one => $"{place}.with.{one}")]
        );
        return result.Plan is { } plan
            ? (SpecOf(component.Schema.Kind, plan.Cohorts[0].Runs[0].Spec), null)
            : (
                null,
                new Finding(
                    "its options are accepted",
                    FindingStatus.Failed,
                    string.Join("; ", result.Problems.Select(one => $"{one.Path}: {one.Message}"))
                )
            );
    }

    /// <summary>Options that no checked component has.</summary>
    /// <param name="components">Those that are checked.</param>
    public IEnumerable<string> Unknown(IEnumerable<Component> components) =>
        stated.Select(NameIn).Where(name => !components.Any(component => component.Schema.Options.Any(option => option.Name == name)));

    private static string NameIn(string stated) => stated.Split('=')[0];

    private static string Needs(OptionSchema option) =>
        $"not checked: it needs '{option.Name}' ({option.Summary.TrimEnd('.')}); give --with {option.Name}={(IsFile(option.Type) ? "FILE" : "VALUE")}";

    private static bool IsFile(OptionType type) => type is { IsInputPath: true } or OptionType.Many { element.IsInputPath: true };

    private static string Place(ComponentKind kind) =>
        kind switch
        {
            { IsSource: true } => "source",
            { IsArchitecture: true } => "autoencoder",
            { IsInitializer: true } => "initializers[0]",
            { IsReinitializer: true } => "reinitializers[0]",
            _ => "metrics[0]",
        };

    private static ComponentSpec SpecOf(ComponentKind kind, RunSpec run) =>
        kind switch
        {
            { IsSource: true } => run.Source,
            { IsArchitecture: true } => run.Autoencoder.Architecture,
            { IsInitializer: true } => run.Initializer,
            { IsReinitializer: true } => run.Reinitializer!.Component,
            _ => run.Metrics[0].Component,
        };

    /// <summary>A manifest that asks for the component, so that planning reads its options.</summary>
    private static string Text(Component component)
    {
        var (kind, use) = (component.Schema.Kind, $"{{ use: '{component.Schema.Name.Replace("'", "''", StringComparison.Ordinal)}' }}");
        return $$"""
            name: check
            seeds: 1
            source: {{(kind.IsSource ? use : "{ use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }")}}
            autoencoder: {{(
                kind.IsArchitecture
                    ? use.Replace(" }", ", features: 24 }", StringComparison.Ordinal)
                    : "{ use: relu, features: 16, with: { decoder_bias: true } }"
            )}}
            training: { steps: 1, batch: 16, sample: 32 }
            evaluation: { samples: 32 }
            initializers: [{{(kind.IsInitializer ? use : "orthogonal")}}]
            reinitializers: [{{(
                kind.IsReinitializer ? use.Replace(" }", ", every: 1, dead_after: 16 }", StringComparison.Ordinal) : "none"
            )}}]
            metrics: [{{(kind.IsMetric ? use : "fvu")}}]
            """;
    }
}
