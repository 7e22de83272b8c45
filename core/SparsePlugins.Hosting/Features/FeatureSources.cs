using System.Text;
using System.Text.Json.Nodes;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Planning;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;
using SparsePlugins.Specs;

namespace SparsePlugins.Hosting.Features;

/// <summary>Finds the source of a dictionary again: in the manifest that its experiment keeps, or in one beside a dictionary from elsewhere.</summary>
public static class FeatureSources
{
    /// <summary>The manifest of an experiment, as it was run.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="manifest">The manifest's file, in whose folder its paths begin; <see langword="null"/> for the working folder.</param>
    public static ManifestText TextOf(ExperimentRecord experiment, string? manifest)
    {
        var overrides = experiment
            .Manifest.Split('\n')
            .TakeWhile(line => line.StartsWith(LoadedManifest.OverrideLine, StringComparison.Ordinal))
            .Select(line => line[LoadedManifest.OverrideLine.Length..]);
        return new ManifestText(manifest ?? $"{experiment.Name}.yaml", Encoding.UTF8.GetBytes(experiment.Manifest), [.. overrides]);
    }

    /// <summary>The source that a run was trained with.</summary>
    /// <param name="plugins">What its manifest needs.</param>
    /// <param name="text">Of <see cref="TextOf"/>.</param>
    /// <param name="record">The run's record.</param>
    /// <exception cref="ArgumentException">The source isn't there any more as it was.</exception>
    public static FeatureSource OfRun(PluginSet plugins, ManifestText text, RunRecord record)
    {
        var (plan, files) = (Plan(plugins, text), new InputFiles(text.Folder));
        var sought = SourceIn(record.Spec);
        foreach (var cohort in plan.Cohorts.Where(one => one.Seed == record.Seed))
        {
            if (JsonNode.DeepEquals(SourceIn(Canonical.Render(cohort.Runs[0].Spec, files.ContentOf)), sought))
            {
                return Create(plugins, cohort, files);
            }
        }

        throw new ArgumentException(
            $"the data of run {record.Id} is not found: the files that its source names, from the folder '{text.Folder}', are not those that it was trained on; "
                + "give the manifest that it was trained with, --manifest FILE"
        );
    }

    /// <summary>The first source of a manifest.</summary>
    /// <param name="plugins">What the manifest needs.</param>
    /// <param name="text">The manifest.</param>
    /// <exception cref="ArgumentException">The manifest can't be planned.</exception>
    public static FeatureSource OfManifest(PluginSet plugins, ManifestText text) =>
        Create(plugins, Plan(plugins, text).Cohorts[0], new InputFiles(text.Folder));

    private static FeatureSource Create(PluginSet plugins, Cohort cohort, InputFiles files) =>
        new(plugins.Find(cohort.Source.Kind, cohort.Source.Name), cohort.Source, files, cohort.Seed);

    private static Plan Plan(PluginSet plugins, ManifestText text)
    {
        if (text.Refusal is { } reason)
        {
            throw new ArgumentException($"{text.Path}: {reason}");
        }

        var result = text.Tree.Plan(plugins.Catalog);
        return result.Tuning?.Comparison // Whose runs are those that have a page, not the trials.
            ?? result.Plan
            ?? throw new ArgumentException(
                $"{text.Path}: the manifest can't be planned: {result.Problems[0]}; 'sparse validate' lists all problems"
            );
    }

    /// <summary>What a spec says of the source, without the options that change no rows.</summary>
    private static JsonObject SourceIn(string spec)
    {
        var source = JsonNode.Parse(spec)!["source"]!.AsObject();
        foreach (var name in source["neutral"]?.AsArray().Select(one => one!.GetValue<string>()).ToArray() ?? [])
        {
            source["with"]!.AsObject().Remove(name);
        }

        source.Remove("neutral");
        return source;
    }
}
