using SparsePlugins.Events;

namespace SparsePlugins.Hosting.Tests;

/// <summary>A report that would be the one that lies there is not written again, and any other is.</summary>
public sealed class WrittenReportTests : IDisposable
{
    private readonly Bench _bench = new();

    public WrittenReportTests() => Run();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_second_time_no_file_of_it_is_touched()
    {
        var before = Written();

        Run();

        Assert.Equal(before, Written());
    }

    [Theory]
    [InlineData("report.md")]
    [InlineData("report.html")]
    [InlineData("figures/mmcs.svg")]
    public void A_file_that_was_edited_or_deleted_is_written_again(string name)
    {
        var path = Path.Combine(_bench.Folder, name);
        var text = File.ReadAllText(path);
        File.AppendAllText(path, "edited");
        Run();
        Assert.Equal(text, File.ReadAllText(path));

        File.Delete(path);
        Run();
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void Another_baseline_or_a_record_that_was_made_again_is_another_report()
    {
        var first = Written();
        Run("baseline: data-sample");
        var second = Written();
        var record = Directory.GetFiles(_bench.Store.RecordFolder)[0];
        File.Copy(record, record + ".copy");
        File.Move(record + ".copy", record, overwrite: true);
        Run("baseline: data-sample");

        Assert.NotEqual(first, second);
        Assert.NotEqual(second, Written());
    }

    /// <summary>As where a manifest was edited and kept its name.</summary>
    [Fact]
    public void Runs_of_other_settings_in_the_folder_are_noted()
    {
        var observed = new ObservedRun();
        observed.Run(
            _bench.Plugins,
            new RunSettings(_bench.Write("tiny.yaml", new TinyManifest { L1 = "0.3" })) { Folder = _bench.Folder, Jobs = 1 }
        );

        Assert.Equal(
            $"{_bench.Store.Folder} also holds 4 runs of other settings or builds: they are kept, and not in this report",
            Assert.Single(observed.Events.OfType<Noted>()).Note
        );
    }

    /// <summary>When each file of the report was written.</summary>
    private Dictionary<string, DateTime> Written() =>
        Directory
            .GetFiles(_bench.Folder, "report.*")
            .Concat(Directory.GetFiles(Path.Combine(_bench.Folder, "figures")))
            .ToDictionary(path => path, File.GetLastWriteTimeUtc);

    private void Run(string more = "") =>
        new ObservedRun().Run(
            _bench.Plugins,
            new RunSettings(_bench.Write("tiny.yaml", new TinyManifest { More = more })) { Folder = _bench.Folder, Jobs = 1 }
        );
}
