using System.Text.RegularExpressions;

namespace SparsePlugins.Records.Tests;

/// <summary>Records of versions that wrote no more of a measurement than its name, unit and better side.</summary>
public sealed partial class EarlierCurveTests
{
    [Fact]
    public void Each_measurement_has_the_metric_of_the_longest_name_that_it_begins_with()
    {
        var metrics = """{"metrics":[{"use":"mmcs"},{"use":"mmcs-fast"},{"use":"dead-fraction"}]}""";

        var facts = Read(metrics, "mmcs", "mmcs-decile-10", "mmcs-fast", "mmcs-fast-count", "dead-fraction", "loss");

        Assert.Equal(["mmcs", "mmcs", "mmcs-fast", "mmcs-fast", "dead-fraction", ""], facts.Select(one => one.Metric));
        Assert.Equal([true, false, true, false, true, false], facts.Select(one => one.IsOwn));
        Assert.True(facts[^1].IsTrainingLoss);
    }

    [Fact]
    public void Where_the_spec_lists_no_metrics_a_name_that_begins_with_no_other_is_one()
    {
        var facts = Read("{}", "mmcs", "mmcs-recovered", "l0", "loss");

        Assert.Equal(["mmcs", "mmcs", "l0", ""], facts.Select(one => one.Metric));
    }

    [Fact]
    public void Deciles_and_dead_features_are_reported_as_they_were()
    {
        var facts = Read("{}", "mmcs", "mmcs-decile-3", "mmcs-recovered-decile-x", "dead-fraction");

        Assert.Equal(
            [ReportedAs.Plain, ReportedAs.NewDecile("mmcs-decile", 3), ReportedAs.Plain, ReportedAs.DeadFeatures],
            facts.Select(one => one.ReportedAs)
        );
    }

    private static MeasurementFacts[] Read(string spec, params string[] names)
    {
        var curves = names.Select(name => Example.Curve(name, "higher", [0], _ => 1)).ToArray();
        var text = RecordJson.Write(Example.Record("a", "orthogonal", 1, curves).With(spec: spec));
        var earlier = Added().Replace(Unsealed.Of(text), "");
        Assert.DoesNotContain("\"metric\"", earlier, StringComparison.Ordinal);
        return [.. RecordJson.Read(earlier).Curves.Select(curve => curve.Facts)];
    }

    /// <summary>Lines of keys that those versions did not write.</summary>
    [GeneratedRegex("\n *\"(metric|meaning|reported_as|series|decile)\": [^\n]*")]
    private static partial Regex Added();
}
