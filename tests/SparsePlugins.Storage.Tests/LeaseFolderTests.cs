using SparsePlugins.Storage.Leases;

namespace SparsePlugins.Storage.Tests;

/// <summary>Leases in a folder that is full, can't be written, or holds what killed processes left.</summary>
public sealed class LeaseFolderTests : IDisposable
{
    private const string Id = "0123456789abcdef";

    private readonly TemporaryFolder _folder = new();

    public LeaseFolderTests() => Directory.CreateDirectory(_folder["claims"]);

    [Fact]
    public void A_full_disk_is_no_other_process()
    {
        var path = _folder[$"claims/{Id}.1.lease"];
        var file = new LeaseFile(path) { Flush = Full() };
        Assert.Equal("full", Assert.Throws<IOException>(() => file.TryCreate(LeaseTerms.UsualExpiry)).Message);
        Assert.Equal("released", File.ReadAllText(path));
        using var taken = Claims().TryClaim(Id);
        Assert.NotNull(taken);
    }

    [Fact]
    public void A_lease_is_held_where_the_time_of_the_file_system_is_unknown()
    {
        var lease = Left($"{Id}.1.lease", minutes: 61);
        Assert.False(new LeaseFile(lease).IsHeld(() => DateTime.UtcNow));
        Assert.True(new LeaseFile(lease).IsHeld(() => null));
        Assert.Null(new FolderClock(_folder["nowhere"]).Now());
    }

    [Fact]
    public void What_killed_processes_left_is_deleted_after_an_hour()
    {
        string[] old = [Left("clock-1.lock", minutes: 61), Left("probe-1.lock", minutes: 61)];
        string[] others =
        [
            Left("clock-2.lock", minutes: 59),
            Left("probe-2.lock", minutes: 59),
            Left($"{Id}.lock", minutes: 61),
            Left($"{Id}.1.lease", minutes: 61),
        ];
        Claims().Doubt();
        Assert.DoesNotContain(old, File.Exists);
        Assert.All(others, file => Assert.True(File.Exists(file)));
    }

    public void Dispose() => _folder.Dispose();

    private RunClaims Claims() => new(_folder["claims"]) { Take = ClaimTests.LockNothing, Terms = LeaseTerms.Parse(null) };

    private string Left(string name, int minutes)
    {
        var path = _folder.Write($"claims/{name}", "");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-minutes));
        return path;
    }

    /// <summary>What flushes a file on a disk that is full at first.</summary>
    private static Action<FileStream> Full()
    {
        var count = 0;
        return _ =>
        {
            if (count++ == 0)
            {
                throw new IOException("full");
            }
        };
    }
}
