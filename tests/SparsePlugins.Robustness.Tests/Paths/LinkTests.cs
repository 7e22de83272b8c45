using SparsePlugins.Storage;

namespace SparsePlugins.Robustness.Tests.Paths;

/// <summary>Symbolic links inside a run's folder lead no write outside; the folder itself may be one, as the user named it.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LinkTests() => Directory.CreateDirectory(_folder["outside"]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("runs")]
    [InlineData("weights")]
    [InlineData("checkpoints")]
    [InlineData("claims")]
    [InlineData("figures")]
    public void A_part_that_is_a_link_is_refused(string part)
    {
        Directory.CreateDirectory(_folder["out"]);
        Directory.CreateSymbolicLink(_folder["out/" + part], _folder["outside"]);

        var refused = Assert.Throws<RunFolderException>(() => Tiny.Run(_folder.Path).ReadExperiment());

        Assert.StartsWith(
            $"{_folder["out/" + part]}: is a symbolic link to '{_folder["outside"]}'; a run writes",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(Directory.GetFileSystemEntries(_folder["outside"]));
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("log.jsonl")]
    [InlineData("log_001.jsonl")]
    [InlineData("events.jsonl")]
    public void The_command_refuses_a_log_that_is_a_link_with_a_sentence_and_exit_code_four(string log)
    {
        Directory.CreateDirectory(_folder["out"]);
        File.CreateSymbolicLink(_folder["out/" + log], _folder["outside/log"]);

        var answer = Sparse.Run("run", _folder.Write("tiny.yaml", Tiny.Manifest), "--out", _folder["out"]).WithoutTrace();

        Assert.Equal(4, answer.ExitCode);
        Assert.Contains(log + ": is a symbolic link to", answer.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["outside"]));
    }

    [Fact]
    public void A_file_that_is_a_link_is_replaced_and_its_target_is_left_alone()
    {
        File.WriteAllText(_folder["outside/precious"], "mine");
        Directory.CreateDirectory(_folder["out"]);
        foreach (var file in new[] { "report.md", "report.html" })
        {
            File.CreateSymbolicLink(_folder["out/" + file], _folder["outside/precious"]);
        }

        Tiny.Run(_folder.Path);

        Assert.Equal("mine", File.ReadAllText(_folder["outside/precious"]));
        Assert.Null(new FileInfo(_folder["out/report.md"]).LinkTarget);
        Assert.Null(new FileInfo(_folder["out/report.html"]).LinkTarget);
    }

    [Fact]
    public void A_claim_that_is_a_link_makes_no_file_elsewhere()
    {
        var store = new RunStore(_folder["out"]);
        Directory.CreateDirectory(store.Claims.Folder);
        File.CreateSymbolicLink(Path.Combine(store.Claims.Folder, "0f.lock"), _folder["outside/made"]);

        Assert.Throws<RunFolderException>(() => store.Claims.TryClaim("0f"));
        Assert.False(File.Exists(_folder["outside/made"]));
    }

    [Fact]
    public void The_folder_itself_may_be_a_link()
    {
        Directory.CreateSymbolicLink(_folder["out"], _folder["outside"]);

        var store = Tiny.Run(_folder.Path);

        Assert.All(RunStatus.Read(store, store.ReadExperiment()!), run => Assert.Equal(RunState.Finished, run.State));
        Assert.True(File.Exists(_folder["outside/experiment.json"]));
    }
}
