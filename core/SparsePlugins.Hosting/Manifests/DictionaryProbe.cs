using SparsePlugins.Contracts;
using SparsePlugins.Execution.Dictionaries;
using SparsePlugins.Interchange;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>Reads the dictionaries that a manifest measures, before anything is trained, and asks whether they fit its sources.</summary>
/// <param name="plugins">Where architectures and sources come from.</param>
/// <param name="files">Where paths begin.</param>
internal sealed class DictionaryProbe(PluginSet plugins, InputFiles files)
{
    /// <summary>What is wrong, where the dictionary is named.</summary>
    /// <param name="plan">A plan whose sources can be made.</param>
    public IReadOnlyList<Problem> Problems(Plan plan)
    {
        var (names, problems) = (new HashSet<string>(), new List<Problem>());
        var widths = plan.Dictionaries.Count == 0 ? [] : WidthsOf(plan);
        foreach (var stated in plan.Dictionaries)
        {
            problems.AddRange(RulesBrokenBy(stated, widths, names).Select(rule => new Problem(stated.Position, stated.Key, rule)));
        }

        return problems;
    }

    private IReadOnlyList<string> RulesBrokenBy(
        StatedDictionary stated,
        IReadOnlyList<(string Source, int Width)> widths,
        HashSet<string> names
    )
    {
        try
        {
            return [.. GivenDictionary.Find(stated.Path, files).Select(given => RuleBrokenBy(given, widths, names)).OfType<string>()];
        }
        catch (InterchangeException refusal)
        {
            return [refusal.Message];
        }
    }

    private string? RuleBrokenBy(GivenDictionary given, IReadOnlyList<(string Source, int Width)> widths, HashSet<string> names)
    {
        _ = DictionaryArchitecture.Create(plugins, given.Dictionary);
        var width = given.Dictionary.ActivationDim;
        var (source, other) = widths.FirstOrDefault(one => one.Width != width);
        return !names.Add(given.Name) ? $"'{given.Name}' is listed already; keep one"
            : source is null ? null
            : $"'{given.Name}' is of activations of width {width}, and the source '{source}' gives activations of width {other}; "
                + "measure it with the model and the hook that it was trained on";
    }

    private (string Source, int Width)[] WidthsOf(Plan plan) =>
        [
            .. plan
                .Cohorts.Select(cohort => cohort.Source)
                .DistinctBy(source => source.Label)
                .Select(source => (source.Label, WidthOf(source))),
        ];

    private int WidthOf(ComponentSpec spec)
    {
        var source = plugins.Find(spec.Kind, spec.Name);
        return ComponentException.Guard(source, () => source.Create<IActivationSource>(spec, files).ActivationDim);
    }
}
