using System.Text.Json;

namespace SparsePlugins.Cli.Tests;

/// <summary><c>sparse report --format</c> of what notebooks read.</summary>
public sealed class DataFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Long")]
    public void Tables_and_event_files_are_written_beside_the_report_and_verify_knows_them()
    {
        Sparse.Run("run", _folder.Write("tiny.yaml", Manifests.Tiny), "--out", _folder["runs"]);
        foreach (var format in (string[])["parquet", "jsonl", "tensorboard"])
        {
            var written = Sparse.Run("report", _folder["runs"], "--format", format);
            Assert.Equal((0, ""), (written.ExitCode, written.Error));
            Assert.Equal(_folder[format == "tensorboard" ? "runs/tensorboard" : "runs/tables"], written.Out.TrimEnd());
        }

        var rows = File.ReadAllLines(_folder["runs/tables/runs.jsonl"]);
        var verified = Sparse.Run("verify", _folder["runs"]);

        Assert.Equal(6, rows.Length);
        using var row = JsonDocument.Parse(rows[0]);
        Assert.InRange(row.RootElement.GetProperty("final mmcs").GetDouble(), 0.01, 1);
        Assert.Equal("PAR1"u8, File.ReadAllBytes(_folder["runs/tables/curves.parquet"]).AsSpan(0, 4));
        Assert.Equal(6, Directory.GetFiles(_folder["runs/tensorboard"], "*tfevents*", SearchOption.AllDirectories).Length);
        Assert.Equal(0, verified.ExitCode);
        Assert.DoesNotContain("was not written by", verified.Out + verified.Error, StringComparison.Ordinal);
    }
}
