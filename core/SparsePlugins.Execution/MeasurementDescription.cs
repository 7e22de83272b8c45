using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;

namespace SparsePlugins.Execution;

/// <summary>What records say of a measurement: its metric, and what that declares with <see cref="MeasuresAttribute"/>.</summary>
internal static class MeasurementDescription
{
    /// <summary>Of the training loss, which no metric measures.</summary>
    public static MeasurementFacts TrainingLoss { get; } =
        new(
            name: "loss",
            metric: "",
            displayName: "",
            meaning: "the training loss: squared error plus the terms of the architecture, over the activation dimension",
            unit: "",
            BetterSide.Lower,
            ReportedAs.Plain
        );

    /// <summary>Of a metric's measurement.</summary>
    public static MeasurementFacts Create(Component metric, Measurement measurement)
    {
        var declared = metric.Declared.FirstOrDefault(one => Covers(one.Name, measurement.Name));
        return new(
            measurement.Name,
            metric.Schema.Name,
            declared?.DisplayName ?? "",
            declared?.Meaning ?? "",
            measurement.Unit,
            SideOf(measurement.Better),
            declared is null ? ReportedAs.Plain : RoleOf(declared, measurement.Name)
        );
    }

    private static ReportedAs RoleOf(MeasuresAttribute declared, string name) =>
        declared.Role switch
        {
            ReportRole.DeadFeatures => ReportedAs.DeadFeatures,
            ReportRole.ActiveFeatures => ReportedAs.ActiveFeatures,
            ReportRole.Deciles when DecileOf(declared, name) is { } number => ReportedAs.NewDecile(
                Stem(declared.Name).TrimEnd('-'),
                number
            ),
            _ => ReportedAs.Plain,
        };

    private static int? DecileOf(MeasuresAttribute declared, string name) =>
        int.TryParse(name[Stem(declared.Name).Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= 1 and <= 10
            ? number
            : null;

    private static BetterSide SideOf(Better better) =>
        better switch
        {
            Better.Higher => BetterSide.Higher,
            Better.Lower => BetterSide.Lower,
            _ => BetterSide.Neither,
        };

    /// <summary>Whether a declared name, <c>mmcs-decile-*</c>, stands for this one.</summary>
    private static bool Covers(string declared, string name) =>
        declared.EndsWith('*') ? name.StartsWith(Stem(declared), StringComparison.Ordinal) : declared == name;

    private static string Stem(string declared) => declared.TrimEnd('*');
}
