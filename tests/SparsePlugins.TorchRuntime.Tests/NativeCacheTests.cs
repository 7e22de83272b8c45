using System.Security.Cryptography;

namespace SparsePlugins.TorchRuntime.Tests;

public sealed class NativeCacheTests : IDisposable
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void A_file_lies_under_the_hash_of_its_bytes()
    {
        var path = new NativeCache(root.Path).Keep(Bytes, "lib.so");

        Assert.Equal(Path.Combine(root.Path, Convert.ToHexStringLower(SHA256.HashData(Bytes)), "lib.so"), path);
        Assert.Equal(Bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_file_that_is_there_is_not_written_again()
    {
        var cache = new NativeCache(root.Path);
        var path = cache.Keep(Bytes, "lib.so");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        cache.Keep(Bytes, "lib.so");

        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void A_damaged_file_is_replaced_and_who_holds_it_open_keeps_it()
    {
        var cache = new NativeCache(root.Path);
        var path = cache.Keep(Bytes, "lib.so");
        File.WriteAllBytes(path, Bytes[..500]);
        using var open = File.OpenRead(path);

        cache.Keep(Bytes, "lib.so");

        Assert.Equal(Bytes, File.ReadAllBytes(path));
        Assert.Equal(500, open.Length);
    }

    [Fact]
    public void Many_may_write_the_same_file_at_once()
    {
        Parallel.For(
            0,
            64,
            new() { MaxDegreeOfParallelism = 16 },
            _ => Assert.Equal(Bytes, File.ReadAllBytes(new NativeCache(root.Path).Keep(Bytes, "lib.so")))
        );

        Assert.Single(Directory.GetFiles(root.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("/x", "/home/a", "/x/sparseplugins")]
    [InlineData(null, "/home/a", "/home/a/.cache/sparseplugins")]
    [InlineData("", "/home/a", "/home/a/.cache/sparseplugins")]
    [InlineData("relative", "/home/a", "/home/a/.cache/sparseplugins")]
    [InlineData(null, "", null)]
    public void The_user_s_caches_are_where_XDG_says(string? xdg, string home, string? expected) =>
        Assert.Equal(expected, CacheFolder.RootOfUser(xdg, home));
}
