using System.Globalization;

namespace SparsePlugins.Reporting.Tests;

/// <summary>Experiments of any size, with the thresholds 0.9 and 0.98 of mmcs.</summary>
internal static class HtmlSizes
{
    /// <summary>So many variants over so many seeds, measured so often, in so many settings.</summary>
    public static (ExperimentRecord Experiment, IReadOnlyList<RunRecord> Runs) Folder(
        int variants,
        int seeds,
        int evaluations,
        int settings = 1
    ) =>
        Of(
            [.. Enumerable.Range(0, variants).Select(k => new Example.Variant(Name(k), 0.3 + (k % 50 * 0.01), 250 + (7 * k % 50)))],
            seeds,
            evaluations,
            settings == 1 ? [] : [.. Enumerable.Range(1, settings).Select(l1 => Setting(("autoencoder.l1", l1)))]
        );

    /// <summary>Three variants for every penalty and every learning rate.</summary>
    public static (ExperimentRecord Experiment, IReadOnlyList<RunRecord> Runs) Grid(double[] penalties, double[] rates, int seeds) =>
        Of(
            [new("orthogonal", 0.25, 110), new("xavier", 0.24, 130), new("data-sample", 0.65, 60)],
            seeds,
            26,
            [.. from l1 in penalties from rate in rates select Setting(("autoencoder.l1", l1), ("training.learning_rate", rate))]
        );

    private static string Name(int k) => k == 0 ? "orthogonal" : $"m{k}";

    private static ExperimentSetting Setting(params (string Key, double Value)[] values) =>
        new(
            string.Join(',', values.Select(one => FormattableString.Invariant($"{one.Key}={one.Value}"))),
            [.. values.Select(one => new SettingValue(one.Key, one.Value.ToString(CultureInfo.InvariantCulture)))]
        );

    /// <summary>Runs of later settings are slower; without a setting there is one that has no name.</summary>
    private static (ExperimentRecord Experiment, IReadOnlyList<RunRecord> Runs) Of(
        Example.Variant[] variants,
        int seeds,
        int evaluations,
        ExperimentSetting[] settings
    )
    {
        string[] names = settings.Length == 0 ? [""] : [.. settings.Select(setting => setting.Name)];
        var steps = Math.Max(1, evaluations - 1) * 100;
        var all = names
            .SelectMany(
                (setting, place) =>
                    Example
                        .Runs(variants.Select(variant => variant with { Half = variant.Half + place }), seeds, steps)
                        .Select(run => (Setting: setting, Run: run.With(id: $"{place}/{run.Id}")))
            )
            .ToList();
        return (
            new ExperimentRecord(
                "sizes",
                Example.Manifest,
                "orthogonal",
                ComparedList.Initializers,
                [Example.AtLeast("mmcs", 0.9), Example.AtLeast("mmcs", 0.98)],
                [.. all.Select(one => Planned(one.Setting, one.Run))],
                tuning: null,
                settings
            ),
            [.. all.Select(one => one.Run)]
        );
    }

    private static ExperimentRun Planned(string setting, RunRecord run) =>
        new(run.Id, $"seed={run.Seed}", setting, run.Seed, run.Architecture, run.Initializer, run.Reinitializer, replaced: null);
}
