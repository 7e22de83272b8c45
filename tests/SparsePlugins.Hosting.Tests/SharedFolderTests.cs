namespace SparsePlugins.Hosting.Tests;

/// <summary>Several executions may share one folder.</summary>
public sealed class SharedFolderTests
{
    [Fact]
    public async Task Two_executions_of_one_folder_share_its_runs_and_both_wait_for_all()
    {
        using var first = new Bench();
        using var second = new Bench { Folder = first.Folder };
        const string manifest = "[orthogonal, data-sample, xavier]";

        // In threads of one process: a claim is a lock of the opened file, which a second opening of it respects in any process.
        await Task.WhenAll(
            Task.Run(() => first.Run(new TinyManifest { Initializers = manifest }, jobs: 1)),
            Task.Run(() => second.Run(new TinyManifest { Initializers = manifest }, jobs: 1))
        );

        var ended = first.Ended.Concat(second.Ended).Select(record => record.Id).ToArray();
        Assert.Equal(6, ended.Length);
        Assert.Equal(6, ended.Distinct().Count());
        Assert.Equal(6, second.Records().Count);
    }

    [Fact]
    public void A_run_that_another_process_finished_meanwhile_is_not_done_again()
    {
        using var first = new Bench();
        using var second = new Bench { Folder = first.Folder };
        var prepared = second.Prepare(new TinyManifest());
        first.Run(new TinyManifest());
        second.Execute(prepared);

        Assert.Equal(4, first.Ended.Count);
        Assert.Empty(second.Ended);
    }

    [Fact]
    public void A_checkpoint_that_outlived_the_end_of_its_run_is_deleted()
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest());
        var finished = bench.Store.Checkpoints.PathOf(bench.Ended[0].Id);
        Directory.CreateDirectory(bench.Store.Checkpoints.Folder);
        File.WriteAllText(finished, "of a process that was killed just before it deleted this");
        bench.Run(new TinyManifest());

        Assert.False(File.Exists(finished));
    }
}
