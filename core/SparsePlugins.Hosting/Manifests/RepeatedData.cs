using SparsePlugins.Contracts;
using SparsePlugins.Planning;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Plugins.Inputs;
using SparsePlugins.Specs;
using SparsePlugins.Yaml;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>Finds values of an axis that name different files with the same bytes: both would be the same run.</summary>
/// <param name="files">Gives the files and their hashes.</param>
/// <param name="progress">Reported to while files are read; may be <see langword="null"/>.</param>
/// <param name="cancellation">Set when the user stops the command.</param>
internal sealed class RepeatedData(InputFiles files, IProgress<SurveyProgress>? progress, CancellationToken cancellation)
{
    /// <summary>The options whose files another value of the same option has already named, by their bytes.</summary>
    /// <param name="plan">The plan.</param>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public IReadOnlyList<Problem> Problems(Plan plan)
    {
        var runs = plan.Cohorts.SelectMany(cohort => cohort.Runs).Select(run => run.Spec).ToArray();
        var named = runs.SelectMany(SpecComponents.In).SelectMany(FilesOf).DistinctBy(one => one.Text).ToArray();
        var similar = named.GroupBy(one => one.Lengths).Where(group => group.Count() > 1).SelectMany(group => group).ToArray();
        if (similar.Length == 0)
        {
            return [];
        }

        files.Hash([.. similar.SelectMany(one => one.Patterns).Distinct()], new Progress(progress), cancellation);
        var hashed = similar.SelectMany(one => one.Patterns).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. runs.GroupBy(run => Canonical.Render(run.Deciding, pattern => hashed.Contains(pattern) ? files.ContentOf(pattern) : pattern))
                .SelectMany(same => Repeated([.. same.SelectMany(SpecComponents.In).SelectMany(FilesOf).DistinctBy(one => one.Text)]))
                .Distinct(),
        ];
    }

    /// <summary>The files of one run, as each of the settings that mean it names them.</summary>
    private static IEnumerable<Problem> Repeated(IReadOnlyList<NamedFiles> named) =>
        named
            .GroupBy(one => (one.Kind, one.Component, one.Option))
            .SelectMany(group =>
                group
                    .Skip(1)
                    .Select(repeated => new Problem(
                        repeated.Place,
                        repeated.Option,
                        $"{repeated.Text} has the same contents as {group.First().Text}: both are the same run; remove one"
                    ))
            );

    private IEnumerable<NamedFiles> FilesOf(ComponentSpec spec) =>
        spec
            .Options.Where(option => spec.InputPaths.Contains(option.Key) && spec.OptionPositions.ContainsKey(option.Key))
            .Select(option => Describe(spec, option.Key, [.. FilePattern.AllIn(option.Value)]));

    private NamedFiles Describe(ComponentSpec spec, string option, string[] patterns)
    {
        var lengths = patterns.Select(pattern =>
            string.Join('+', files.Find(pattern).Select(file => FileState.Of(file)?.Length.ToString() ?? "?"))
        );
        return new NamedFiles(
            spec.Kind,
            spec.Name,
            option,
            patterns,
            spec.OptionPositions[option],
            $"{spec.Kind} {spec.Name} {option} {string.Join(',', lengths)}"
        );
    }

    /// <summary>The files that a value of an option names.</summary>
    private sealed record NamedFiles(ComponentKind Kind, string Component, string Option, string[] Patterns, Position Place, string Lengths)
    {
        /// <summary>As in the manifest.</summary>
        public string Text => Patterns.Length == 1 ? Patterns[0] : $"[{string.Join(", ", Patterns)}]";
    }

    /// <summary>Reports the reading of files as that of rows.</summary>
    private sealed class Progress(IProgress<SurveyProgress>? target) : IProgress<HashProgress>
    {
        public void Report(HashProgress value) => target?.Report(new SurveyProgress(value.Done, Math.Max(1, value.Total)));
    }
}
