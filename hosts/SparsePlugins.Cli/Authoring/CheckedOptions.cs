using SparsePlugins.Planning;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Authoring;

/// <summary>The options that a component is checked with: its defaults, and what <c>--with</c> states, by the rules of manifests.</summary>
/// <param name="stated"><c>option=value</c>, several times.</param>
internal sealed class CheckedOptions(IReadOnlyList<string> stated)
{
    /// <summary>The options of a component, or why they aren't right.</summary>
    /// <param name="component">The component.</param>
    public (ComponentSpec? Spec, CheckFinding? Problem) For(Component component)
    {
        var own = stated.Where(one => component.Schema.Options.Any(option => option.Name == NameIn(one))).ToArray();
        if (
            component.Schema.Options.FirstOrDefault(option => option.Default is null && !own.Any(one => NameIn(one) == option.Name)) is
            { } needed
        )
        {
            return (null, new CheckFinding("conformance", FindingStatus.Skipped, Needs(needed)));
        }

        var read = Options.Read(component.Schema, own);
        return read.Spec is { } spec
            ? (spec, null)
            : (
                null,
                new CheckFinding(
                    "its options are accepted",
                    FindingStatus.Failed,
                    string.Join("; ", read.Problems.Select(one => $"{one.Path}: {one.Message}"))
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
}
