using SparsePlugins.Records;
using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Storage.Tests;

/// <summary>A run is trained by one process at a time, whatever locks can do.</summary>
public sealed class ClaimTests
{
    [Fact]
    public void A_run_is_claimed_once_until_the_claim_is_given_back()
    {
        using var folder = new TemporaryFolder();
        var claims = new RunClaims(folder["claims"]);
        Assert.False(claims.IsClaimed("0123456789abcdef"));
        using (claims.TryClaim("0123456789abcdef"))
        {
            Assert.Null(claims.TryClaim("0123456789abcdef"));
            Assert.True(claims.IsClaimed("0123456789abcdef"));
            using var other = claims.TryClaim("fedcba9876543210");
            Assert.NotNull(other);
        }

        Assert.False(claims.IsClaimed("0123456789abcdef"));
        using var again = claims.TryClaim("0123456789abcdef");
        Assert.NotNull(again);
    }

    [Fact]
    public void What_a_writer_that_has_ended_left_is_deleted_and_what_may_be_being_written_is_not()
    {
        using var folder = new TemporaryFolder();
        var store = new RunStore(folder.Path);
        Directory.CreateDirectory(store.Checkpoints.Folder);
        Directory.CreateDirectory(folder["figures"]);
        var left = Leave(folder, "a.ckpt", EndedProcess.Identity);
        var figure = folder.Write($"figures/mmcs.svg.{EndedProcess.Identity}-5c1b6f0d0a8f4f0a.tmp", "half of it");
        var others = new[]
        {
            Leave(folder, "b.ckpt", ProcessIdentity.Current),
            Leave(folder, "c.ckpt", EndedProcess.Identity with { Machine = "0badcafe" }),
            folder.Write("checkpoints/d.ckpt.5c1b6f0d0a8f4f0a9b0c1d2e3f405162.tmp", "of an earlier version"),
        };
        store.DeleteLeftovers(new ExperimentRecord("e", "", "", ComparedList.Initializers, [], [], tuning: null, settings: []));

        Assert.False(File.Exists(left) || File.Exists(figure));
        Assert.All(others, file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public void Whether_locks_exclude_is_tried_before_anything_is_trained()
    {
        using var folder = new TemporaryFolder();

        Assert.Null(new RunClaims(folder["claims"]).Doubt());
        Assert.Contains(
            "(a second lock of one file was granted): those of a process that ends without warning are free 180 s later",
            new RunClaims(folder["claims"]) { Take = LockNothing }.Doubt(),
            StringComparison.Ordinal
        );
        Assert.Empty(Directory.GetFiles(folder["claims"]));
    }

    /// <summary>What a lock is on a file system without locks.</summary>
    internal static FileStream LockNothing(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private static string Leave(TemporaryFolder folder, string name, ProcessIdentity owner) =>
        folder.Write($"checkpoints/{name}.{owner}-0123456789abcdef.tmp", "half");
}
