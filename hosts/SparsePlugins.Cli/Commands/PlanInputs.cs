using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Commands;

/// <summary>What each path or pattern of a manifest means: paths relative to the manifest's folder.</summary>
internal static class PlanInputs
{
    /// <summary>Every pattern, in order, with the files that it found.</summary>
    public static IEnumerable<(string Pattern, IReadOnlyList<string> Files)> Find(Plan plan, InputFiles files) =>
        files
            .PatternsOf(plan)
            .Order(StringComparer.Ordinal)
            .Select(pattern => (pattern, (IReadOnlyList<string>)[.. files.Find(pattern).Select(files.NameOf)]));
}
