using System.Text;
using SparsePlugins.Contracts;
using SparsePlugins.Hosting.Components;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Planning;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>A manifest after every check that needs no training.</summary>
/// <param name="Result">The plan, or the problems.</param>
/// <param name="Text">The manifest as read.</param>
/// <param name="Files">How its paths are resolved.</param>
public sealed record LoadedManifest(PlanResult Result, string Text, InputFiles Files);

/// <summary>Reads manifests and checks what planning can't: that files exist and that components accept their options.</summary>
/// <param name="plugins">The components that are there, those of the plugins that the manifest names included (<see cref="ManifestPlugins"/>).</param>
public sealed class ManifestLoader(PluginSet plugins)
{
    /// <summary>Reads a manifest and plans it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides"><c>path=value</c> of <c>--set</c>.</param>
    public LoadedManifest Load(string path, IReadOnlyList<string> overrides)
    {
        var files = new InputFiles(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!ManifestFile.TryRead(path, out var bytes, out var reason))
        {
            return new LoadedManifest(Refused(new Problem(new Position(path, 1, 1), "", reason)), "", files);
        }

        return Load(path, bytes, overrides);
    }

    /// <summary>Plans a manifest that was read before.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="bytes">What was in it.</param>
    /// <param name="overrides"><c>path=value</c> of <c>--set</c>.</param>
    public LoadedManifest Load(string path, byte[] bytes, IReadOnlyList<string> overrides)
    {
        var files = new InputFiles(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var result = Planner.Plan(plugins.Catalog, path, bytes, overrides);
        var problems =
            RefusedPlugins() is { Count: > 0 } refused ? refused
            : result.Plan is null ? []
            : Probe(result.Plan, files);
        var stated = string.Concat(overrides.Select(one => $"# run with --set {one.ReplaceLineEndings(" ")}\n"));
        return new LoadedManifest(problems.Count == 0 ? result : Refused([.. problems]), stated + Encoding.UTF8.GetString(bytes), files);
    }

    private static PlanResult Refused(params IReadOnlyList<Problem> problems) => new(null, problems, []);

    /// <summary>What is wrong with the plugins that the manifest names; without them the rest of it would mostly seem wrong.</summary>
    private IReadOnlyList<Problem> RefusedPlugins() =>
        [
            .. plugins
                .Refused.Where(refused => !refused.OldBuildStays)
                .SelectMany(refused =>
                    (refused.Errors.Count > 0 ? refused.Errors : [$"{refused.Place.Path}: not loaded: {refused.Reason}"]).Select(message =>
                        (refused.StatedBy, message)
                    )
                )
                .Where(one => one.StatedBy is not null)
                .Select(one => new Problem(one.StatedBy!.Position, one.StatedBy.Key, one.message)),
        ];

    private IReadOnlyList<Problem> Probe(Plan plan, InputFiles files)
    {
        var specs = plan
            .Cohorts.SelectMany(cohort => cohort.Runs)
            .SelectMany(run => SpecComponents.Of(run.Spec))
            .DistinctBy(spec => (spec.Position, spec.Label));
        return
        [
            .. specs
                .Select(spec => Probe(spec, files))
                .OfType<Problem>()
                .Distinct()
                .OrderBy(problem => problem.Position.Line)
                .ThenBy(problem => problem.Position.Column),
        ];
    }

    private Problem? Probe(ComponentSpec spec, InputFiles files)
    {
        var component = plugins.Find(spec.Kind, spec.Name);
        return MissingFile(component, spec, files) ?? Refusal(component, spec, files);
    }

    private static Problem? MissingFile(Component component, ComponentSpec spec, InputFiles files)
    {
        foreach (var (name, value) in spec.Options.Where(option => component.TakesFiles(option.Key)))
        {
            if (InputFiles.Patterns(value).FirstOrDefault(pattern => files.Find(pattern).Count == 0) is { } missing)
            {
                var place = spec.OptionPositions.TryGetValue(name, out var position) ? position : spec.Position;
                return new Problem(place, name, $"no file '{missing}' in {files.Folder}; paths are relative to the manifest");
            }
        }

        return null;
    }

    private static Problem? Refusal(Component component, ComponentSpec spec, InputFiles files)
    {
        try
        {
            var instance = component.Create<object>(spec, files);
            _ = instance is IActivationSource source ? ComponentException.Guard(component, () => source.ActivationDim) : 0;
            return null;
        }
        catch (ComponentException failure)
        {
            return new Problem(spec.Position, "", failure.Message);
        }
    }
}
