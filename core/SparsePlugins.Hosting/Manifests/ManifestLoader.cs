using System.Text;
using SparsePlugins.Contracts;
using SparsePlugins.Execution.Data;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Plugins.Inputs;
using SparsePlugins.Specs;
using SparsePlugins.Yaml;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>Reads manifests and checks what planning can't: that files exist and that components accept their options.</summary>
/// <param name="plugins">The components that are there, those of the plugins that the manifest names included (<see cref="ManifestPlugins"/>).</param>
public sealed class ManifestLoader(PluginSet plugins)
{
    /// <summary>What another process found when the sources looked at their data: then none looks again. <see langword="null"/> by default.</summary>
    public DataSurveys? Surveys { get; init; }

    /// <summary>What the trials of a manifest that tunes have chosen; <see langword="null"/> while they are to be run, and where nothing is tuned.</summary>
    public IReadOnlyList<ChosenSetting>? Chosen { get; init; }

    /// <summary>Whether runs will write their weights, which the agreement of seeds needs.</summary>
    public bool KeepsWeights { get; init; } = true;

    /// <summary>Reported to while the rows of a source are read.</summary>
    public IProgress<SurveyProgress>? Progress { get; init; }

    /// <summary>Set when the user stops the command: the reading of rows then ends with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Plans a manifest and checks the plan.</summary>
    /// <param name="text">The manifest.</param>
    public LoadedManifest Load(ManifestText text)
    {
        var files = new InputFiles(text.Folder);
        if (text.Refusal is { } reason)
        {
            return new LoadedManifest(Refused(new Problem(new Position(text.Path, 1, 1), "", reason)), "", files);
        }

        var result = Plan(text);
        var probe = new SourceProbe(Surveys, Progress, Cancellation);
        var problems =
            RefusedPlugins() is { Count: > 0 } refused ? refused
            : result.Plan is null ? []
            : AgreementWithoutWeights(result) is { } place ? [place]
            : Probe(result.Plan, files, probe) is { Count: > 0 } faults ? faults
            : new ArchitectureProbe(plugins, files).Problems(result.Plan) is { Count: > 0 } misfits ? misfits
            : new DictionaryProbe(plugins, files).Problems(result.Plan) is { Count: > 0 } others ? others
            : new RepeatedData(files, Progress, Cancellation).Problems(result.Plan);
        var notes = result.Plan is { } plan && problems.Count == 0 ? probe.Notes(plan, Find) : [];
        var outcome =
            problems.Count > 0 ? Refused([.. problems])
            : notes.Count > 0 ? new PlanResult(result.Plan, result.Tuning, [], [.. result.Warnings, .. notes])
            : result;
        return Loaded(outcome, text, files, probe.Surveys);
    }

    /// <summary>Plans again what another process planned and checked, with the files that it found.</summary>
    /// <param name="text">The manifest.</param>
    /// <param name="planned">The files.</param>
    public LoadedManifest Reload(ManifestText text, PlannedInputs planned)
    {
        var result = RefusedPlugins() is { Count: > 0 } refused ? Refused(refused) : Plan(text);
        return Loaded(result, text, new InputFiles(text.Folder, planned), Surveys ?? DataSurveys.None);
    }

    private static LoadedManifest Loaded(PlanResult result, ManifestText text, InputFiles files, DataSurveys surveys)
    {
        var stated = string.Concat(text.Overrides.Select(one => $"{LoadedManifest.OverrideLine}{one.ReplaceLineEndings(" ")}\n"));
        return new LoadedManifest(result, stated + Encoding.UTF8.GetString(text.Bytes), files) { Surveys = surveys };
    }

    private static PlanResult Refused(params IReadOnlyList<Problem> problems) => new(null, null, problems, []);

    private PlanResult Plan(ManifestText text) =>
        Chosen is null ? text.Tree.Plan(plugins.Catalog) : text.Tree.PlanChosen(plugins.Catalog, Chosen);

    /// <summary>What is wrong with the plugins that the manifest names; without them the rest of it would mostly seem wrong.</summary>
    private IReadOnlyList<Problem> RefusedPlugins() =>
        [
            .. plugins
                .Refused.Where(refused => !refused.OldBuildStays)
                .SelectMany(refused =>
                    (refused.Errors.Count > 0 ? refused.Errors : [$"{refused.Place}: not loaded: {refused.Reason}"]).Select(message =>
                        (refused.StatedBy, message)
                    )
                )
                .Where(one => one.StatedBy is not null)
                .Select(one => new Problem(one.StatedBy!.Position, one.StatedBy.Key, one.message)),
        ];

    private Problem? AgreementWithoutWeights(PlanResult result) =>
        !KeepsWeights && (result.Tuning?.Comparison ?? result.Plan)?.Agreement is { } position
            ? new Problem(
                position,
                "agreement",
                "compares the weights of runs, which --no-weights doesn't save; leave out --no-weights, or add --set agreement=false"
            )
            : null;

    private Component Find(ComponentSpec spec) => plugins.Find(spec.Kind, spec.Name);

    private IReadOnlyList<Problem> Probe(Plan plan, InputFiles files, SourceProbe probe)
    {
        var specs = SpecComponents.In(plan).DistinctBy(spec => (spec.Position, spec.Label));
        return
        [
            .. specs
                .SelectMany(spec => Probe(spec, files, probe))
                .Distinct()
                .OrderBy(problem => problem.Position.Line)
                .ThenBy(problem => problem.Position.Column),
        ];
    }

    private IEnumerable<Problem> Probe(ComponentSpec spec, InputFiles files, SourceProbe probe)
    {
        var component = Find(spec);
        return MissingFile(component, spec, files) is { } missing ? [missing] : Refusals(component, spec, files, probe);
    }

    private static Problem? MissingFile(Component component, ComponentSpec spec, InputFiles files)
    {
        foreach (var (name, value) in spec.Options.Where(option => component.TakesFiles(option.Key)))
        {
            var place = spec.OptionPositions.TryGetValue(name, out var position) ? position : spec.Position;
            if (FilePattern.AllIn(value).FirstOrDefault(pattern => files.Find(pattern).Count == 0) is { } missing)
            {
                return new Problem(place, name, $"no file '{missing}' in {files.Folder}; paths are relative to the manifest");
            }

            if (value is OptionValue.TextValue { Item: var path } && files.Find(path).Count is > 1 and var count)
            {
                return new Problem(place, name, $"'{path}' matches {count} files, and one is read; name it");
            }
        }

        return null;
    }

    private static IEnumerable<Problem> Refusals(Component component, ComponentSpec spec, InputFiles files, SourceProbe probe)
    {
        try
        {
            return component.Create<object>(spec, files) is IActivationSource source ? probe.Problems(component, spec, source, files) : [];
        }
        catch (ComponentException failure)
        {
            return [new Problem(spec.Position, "", failure.Message)];
        }
    }
}
