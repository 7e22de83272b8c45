using System.Text;

namespace SparsePlugins.Tables.Tests;

/// <summary>Two runs with numbers that are easy to follow: one reaches its threshold, one diverges.</summary>
internal static class SmallExperiment
{
    public static readonly RunRecord Good = Example
        .Record(
            "0a",
            "k-means, \"fast\"",
            1,
            [
                Example.Curve("mmcs", "higher", [0, 100, 200], [0.25, 0.5, 0.75]),
                Example.Curve("dead-fraction", "lower", [0, 200], [0.0, 0.125]),
            ]
        )
        .With(id: "0a");

    public static readonly RunRecord Bad = Example.Record(
        "0b",
        "orthogonal",
        2,
        [Example.Curve("mmcs", "higher", [0, 100], [0.125, double.NaN])],
        Outcome.Diverged,
        "the loss is NaN at step 100"
    );

    public static ExperimentRecord Record { get; } =
        Example
            .Experiment([Good, Bad], thresholds: [Example.AtLeast("mmcs", 0.5)])
            .WithSettings([
                new ExperimentSetting("l1=0.5", [new SettingValue("autoencoder.l1", "0.5"), new SettingValue("toy.world", "a")]),
                new ExperimentSetting("l1=2", [new SettingValue("autoencoder.l1", "2")]),
            ]);

    /// <summary>The runs in two settings, and one that has no record yet.</summary>
    public static IReadOnlyList<Run> Runs { get; } =
    [
        new(Record.Runs[0].InSetting("l1=0.5"), Good),
        new(Record.Runs[1].InSetting("l1=2"), Bad),
        new(Record.Runs[1].InSetting("l1=2"), record: null),
    ];

    public static byte[] File(DataFormat format, string path) => format.Files(Record, Runs).Single(file => file.Path == path).Content;

    public static string Text(DataFormat format, string path) => Encoding.UTF8.GetString(File(format, path));
}
