using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Storage.Tests;

/// <summary>What a process keeps for itself is deleted by another one only where its owner has provably ended.</summary>
public sealed class PrivateFolderTests : IDisposable
{
    private readonly string _prefix = $"sparseplugins-test-{Guid.NewGuid():N}-";

    [Fact]
    public void A_process_is_gone_only_when_nothing_with_its_id_and_start_runs_on_this_machine()
    {
        var (current, ended) = (ProcessIdentity.Current, EndedProcess.Identity);

        Assert.False(current.IsGone);
        Assert.True(ended.IsGone);
        Assert.True((current with { Start = current.Start - 1 }).IsGone); // Its id was used again.
        Assert.False((ended with { Machine = "0badcafe" }).IsGone); // Another container may have such a process.
        Assert.False((ended with { Machine = "00000000" }).IsGone); // Nothing is known of the machine.
    }

    [Theory]
    [InlineData("sparseplugins-loaded-1f0c22ab-4711-86856-Xy12ab", "1f0c22ab", 4711, 86856)]
    [InlineData("figures-00000001-2-3.svg.1f0c22ab-4711-86856-0123456789abcdef.tmp", "1f0c22ab", 4711, 86856)]
    public void The_owner_is_the_last_that_a_name_states(string name, string machine, int id, long start) =>
        Assert.Equal(new ProcessIdentity(machine, id, start), ProcessIdentity.Find(name));

    [Theory]
    [InlineData("sparseplugins-loaded-Xy12ab")]
    [InlineData("sparseplugins-loaded-1f0c22ab-0-5-x")]
    [InlineData("sparseplugins-loaded-1f0c22ab-99999999999-5-x")]
    [InlineData("a.ckpt.5c1b6f0d0a8f4f0a9b0c1d2e3f405162.tmp")]
    public void A_name_may_state_no_owner(string name) => Assert.Null(ProcessIdentity.Find(name));

    [Fact]
    public void Folders_of_ended_processes_are_deleted_and_no_others()
    {
        var ended = EndedProcess.Identity;
        var left = Make($"{ended}-aaaaaa", $"sparseplugins-loaded-{ended}-bbbbbb");
        string[] others =
        [
            Make($"{ProcessIdentity.Current}-aaaaaa"),
            Make($"{ended with { Machine = "0badcafe" }}-aaaaaa"),
            Make("aaaaaa", ".in-use"), // Of a version that asked a lock.
            Make($"{ended}-childs", $"sparseplugins-loaded-{ProcessIdentity.Current}-cccccc"), // A child outlives its parent.
        ];
        using (var mine = new PrivateFolder(_prefix))
        {
            Assert.False(Directory.Exists(left));
            Assert.All([.. others, mine.Path], folder => Assert.True(Directory.Exists(folder), folder));
        }
    }

    [Fact]
    public void It_is_deleted_with_its_owner()
    {
        var folder = new PrivateFolder(_prefix);
        File.WriteAllText(Path.Combine(folder.Path, "a"), "b");
        folder.Dispose();

        Assert.False(Directory.Exists(folder.Path));
    }

    public void Dispose() =>
        Array.ForEach(Directory.GetDirectories(Path.GetTempPath(), _prefix + "*"), folder => Directory.Delete(folder, recursive: true));

    private string Make(string owner, string child = "x") =>
        Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), _prefix + owner, child)).Parent!.FullName;
}
