using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SparsePlugins.Cli.Tests;

public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_whole_walk_from_a_manifest_to_a_report()
    {
        var first = Run(_folder.Write("tiny.yaml", Manifests.Tiny));

        Assert.Equal(0, first.ExitCode);
        var printed = first.Out.Split('\n');
        Assert.Contains(printed, line => line.Contains("orthogonal (baseline)", StringComparison.Ordinal));
        Assert.Equal(["", $"open  {_folder["out/report.html"]}", $"text  {_folder["out/report.md"]}", ""], printed[^4..]);
        Assert.Contains($"**{printed[0]}", File.ReadAllText(_folder["out/report.md"]), StringComparison.Ordinal);
        Assert.Contains("[6/6]", first.Error, StringComparison.Ordinal);
        Assert.Equal(6, Directory.GetFiles(_folder["out/runs"], "*.json").Length);
        Assert.StartsWith("# tiny\n", File.ReadAllText(_folder["out/report.md"]), StringComparison.Ordinal);
        Assert.StartsWith("<svg", File.ReadAllText(_folder["out/figures/mmcs.svg"]), StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>\n", File.ReadAllText(_folder["out/report.html"]), StringComparison.Ordinal);
        Assert.All(File.ReadLines(_folder["out/log.jsonl"]), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_second_time_nothing_is_left_and_the_report_has_the_same_bytes()
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny);
        Run(manifest);
        var report = File.ReadAllBytes(_folder["out/report.md"]);
        var records = Directory.GetFiles(_folder["out/runs"]).ToDictionary(path => path, File.ReadAllText);
        File.Delete(_folder["out/report.md"]); // One that lies there is not written again.
        var second = Run(manifest);

        Assert.Equal(0, second.ExitCode);
        Assert.Contains("nothing left to do: all 6 runs are finished", second.Error, StringComparison.Ordinal);
        Assert.Equal(report, File.ReadAllBytes(_folder["out/report.md"]));
        Assert.Equal(records, Directory.GetFiles(_folder["out/runs"]).ToDictionary(path => path, File.ReadAllText));
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_report_is_made_again_from_the_records_alone()
    {
        Run(_folder.Write("tiny.yaml", Manifests.Tiny));
        var report = File.ReadAllBytes(_folder["out/report.md"]);
        File.Delete(_folder["out/report.md"]);

        Assert.Equal(0, Sparse.Run("report", _folder["out"]).ExitCode);
        Assert.Equal(report, File.ReadAllBytes(_folder["out/report.md"]));
        Assert.StartsWith(
            "run,cohort,seed,initializer,reinitializer,step,samples,metric,value,setting\n",
            Sparse.Run("report", _folder["out"], "--format", "csv").Out,
            StringComparison.Ordinal
        );
        JsonDocument.Parse(Sparse.Run("report", _folder["out"], "--format", "json").Out).Dispose();
        var page = File.ReadAllBytes(_folder["out/report.html"]);
        File.Delete(_folder["out/report.html"]);
        Assert.Equal(_folder["out/report.html"] + "\n", Sparse.Run("report", _folder["out"], "--format", "html").Out);
        Assert.Equal(page, File.ReadAllBytes(_folder["out/report.html"]));
        Assert.Equal(_folder["out/paper"] + "\n", Sparse.Run("report", _folder["out"], "--paper").Out);
        Assert.Contains("@misc{data-sample,", File.ReadAllText(_folder["out/paper/methods.bib"]), StringComparison.Ordinal);
        Assert.Contains(
            "\n  data-sample @ out (baseline)",
            Sparse.Run("compare", _folder["out"], "--baseline", "data-sample").Out,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "# out\n",
            Sparse.Run("compare", _folder["out"], "--baseline", "data-sample", "--format", "md").Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_new_plugin_folder_is_usable_by_name_without_building_anything_else()
    {
        var host = CopyHost();
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny with { Initializers = "[first-axis, orthogonal]" });
        var before = Sparse.RunIn(_folder.Path, host, "run", manifest, "--out", _folder["out"]);
        Repository.CopyFixturePlugin(Path.Combine(host, "plugins"));
        var after = Sparse.RunIn(_folder.Path, host, "run", manifest, "--out", _folder["out"]);

        Assert.Equal(3, before.ExitCode);
        Assert.Contains("no initializer named 'first-axis'", before.Error, StringComparison.Ordinal);
        Assert.Equal(0, after.ExitCode);
        Assert.Contains("first-axis", File.ReadAllText(_folder["out/report.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_may_come_through_a_pipe()
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny);
        var command = $"cat '{manifest}' | '{Path.Combine(Repository.Host, "sparse")}' validate /dev/stdin";
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true })!;

        Assert.Equal("/dev/stdin: valid: 6 runs in 3 cohorts\n", shell.StandardOutput.ReadToEnd());
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_failed_run_is_named_and_counted_and_the_exit_code_is_one()
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny with { Initializers = "[orthogonal, throws]" });
        var answer = Run(manifest, "--plugins", Repository.CopyFixturePlugin(_folder.Path), "--json");

        Assert.Equal(1, answer.ExitCode);
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal(3, json.RootElement.GetProperty("finished").GetInt32());
        Assert.Equal(3, json.RootElement.GetProperty("failed").GetInt32());
        Assert.Contains(
            "throws: failed: initializer 'throws' (Fixture.Plugin 0.1.0): the fixture throws",
            answer.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("the fixture throws", File.ReadAllText(_folder["out/report.md"]), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Json_output_is_one_object_on_stdout()
    {
        var answer = Run(_folder.Write("tiny.yaml", Manifests.Tiny), "--json");

        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal(6, json.RootElement.GetProperty("finished").GetInt32());
        Assert.Equal(6, json.RootElement.GetProperty("trained").GetInt32());
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_threshold_that_every_start_meets_is_a_problem_of_the_manifest()
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny);

        var every = Run(manifest, "--set", "training.stop_when=l0 <= 15.9"); // l0 is at most 16 of 16 features.
        Assert.Equal(3, every.ExitCode);
        Assert.Contains(
            "tiny.yaml: training.stop_when held before the first update in 6 of 6 runs, which trained nothing; state a threshold",
            every.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Every run met stop_when before its first update",
            File.ReadAllText(_folder["out/report.md"]),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("USR1")]
    [Trait("Category", "Long")]
    public void A_signal_stops_cleanly_keeps_what_is_finished_and_the_same_command_resumes(string signal)
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny with { Steps = "{ each: [10, 1000000] }" });
        using var process = Sparse.Start(_folder.Path, Repository.Host, "run", manifest, "--out", _folder["out"], "--jobs", "1");
        WaitForRecords(2);
        Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();
        var answer = Sparse.Finish(process);

        Assert.Equal(75, answer.ExitCode);
        Assert.Matches(new Regex(@"interrupted: \d+ of 12 runs finished, and those under way have checkpoints"), answer.Error);
        Assert.True(File.Exists(_folder["out/report.md"]));
        var short6 = Sparse.RunIn(_folder.Path, Repository.Host, "run", manifest, "--out", _folder["out"], "--set", "training.steps=10");
        Assert.Equal(0, short6.ExitCode);
        Assert.Equal(6, Directory.GetFiles(_folder["out/runs"], "*.json").Length);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_folder_of_another_experiment_is_left_alone()
    {
        Run(_folder.Write("tiny.yaml", Manifests.Tiny));
        var other = Run(_folder.Write("other.yaml", Manifests.Tiny with { Name = "other" }));

        Assert.Equal(4, other.ExitCode);
        Assert.Contains("holds the experiment 'tiny', not 'other'; give another --out", other.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Answer Run(string manifest, params string[] more) => Sparse.Run(["run", manifest, "--out", _folder["out"], .. more]);

    private void WaitForRecords(int count)
    {
        Patience.Await(() => Directory.Exists(_folder["out/runs"]) && Directory.GetFiles(_folder["out/runs"], "*.json").Length >= count);
    }

    private string CopyHost()
    {
        var copy = _folder["host"];
        foreach (var file in Directory.EnumerateFiles(Repository.Host, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Repository.Host, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
