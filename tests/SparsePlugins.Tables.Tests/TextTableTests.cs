using System.Text.Json;
using Microsoft.FSharp.Collections;

namespace SparsePlugins.Tables.Tests;

/// <summary>CSV and JSON lines, worked by hand.</summary>
public sealed class TextTableTests
{
    [Fact]
    public void Csv_has_a_line_for_every_point_and_quotes_what_needs_it() =>
        Assert.Equal(
            """"
            run,cohort,seed,initializer,reinitializer,step,samples,metric,value,setting
            0a,seed=1,1,"k-means, ""fast""",none,0,0,mmcs,0.25,l1=0.5
            0a,seed=1,1,"k-means, ""fast""",none,100,51200,mmcs,0.5,l1=0.5
            0a,seed=1,1,"k-means, ""fast""",none,200,102400,mmcs,0.75,l1=0.5
            0a,seed=1,1,"k-means, ""fast""",none,0,0,dead-fraction,0,l1=0.5
            0a,seed=1,1,"k-means, ""fast""",none,200,102400,dead-fraction,0.125,l1=0.5
            0b,seed=2,2,orthogonal,none,0,0,mmcs,0.125,l1=2
            0b,seed=2,2,orthogonal,none,100,51200,mmcs,NaN,l1=2

            """",
            Csv.render(CurveTable.create(SmallExperiment.Record, ListModule.OfSeq(SmallExperiment.Runs)))
        );

    [Fact]
    public void Json_lines_have_an_object_per_point_and_null_for_what_is_no_number()
    {
        var lines = SmallExperiment.Text(DataFormat.JsonLines, "tables/curves.jsonl").Split('\n');

        Assert.Equal(
            """{"run":"0a","cohort":"seed=1","seed":1,"initializer":"k-means, \"fast\"","reinitializer":"none","step":100,"samples":51200,"metric":"mmcs","value":0.5,"setting":"l1=0.5"}""",
            lines[1]
        );
        Assert.Contains("\"value\":null", lines[6], StringComparison.Ordinal);
        Assert.Equal(("", 8), (lines[^1], lines.Length));
    }

    [Fact]
    public void A_line_per_run_has_its_axes_its_thresholds_and_its_last_values()
    {
        var lines = SmallExperiment.Text(DataFormat.JsonLines, "tables/runs.jsonl").TrimEnd('\n').Split('\n');
        using var good = JsonDocument.Parse(lines[0]);
        using var bad = JsonDocument.Parse(lines[1]);

        Assert.Equal(2, lines.Length);
        Assert.Equal(0.5, good.RootElement.GetProperty("autoencoder.l1").GetDouble());
        Assert.Equal("a", good.RootElement.GetProperty("toy.world").GetString());
        Assert.Equal(100, good.RootElement.GetProperty("steps to mmcs >= 0.5").GetInt64());
        Assert.Equal(0.75, good.RootElement.GetProperty("final mmcs").GetDouble());
        Assert.Equal("diverged", bad.RootElement.GetProperty("outcome").GetString());
        Assert.Equal(JsonValueKind.Null, bad.RootElement.GetProperty("steps to mmcs >= 0.5").ValueKind);
        Assert.Equal(JsonValueKind.Null, bad.RootElement.GetProperty("final dead-fraction").ValueKind);
        Assert.Equal(51200, bad.RootElement.GetProperty("samples").GetInt64());
    }
}
