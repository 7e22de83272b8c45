using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SparsePlugins.Cli.Tests;

/// <summary>Which assemblies of the host a finished run depends on: those that compute, and no others.</summary>
[Trait("Category", "Long")]
public sealed class OtherBuildTests : IDisposable
{
    private const string Manifest = """
        name: builds
        seeds: 1
        source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }
        autoencoder: { use: relu, features: 16 }
        training: { steps: 10, batch: 32, sample: 64 }
        evaluation: { every: 10, samples: 64 }
        initializers: [orthogonal]
        metrics: [mmcs]
        """;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("SparsePlugins.Hosting")] // The watcher's, among others.
    [InlineData("SparsePlugins.Plugins")]
    [InlineData("SparsePlugins.Storage")]
    [InlineData("SparsePlugins.Reporting")]
    public void Another_build_of_what_computes_nothing_leaves_finished_runs_finished(string assembly) =>
        Assert.Contains("nothing left to do", RunWithOtherBuildOf(assembly), StringComparison.Ordinal);

    [Theory]
    [InlineData("SparsePlugins.Contracts")]
    [InlineData("SparsePlugins.Formats")]
    [InlineData("SparsePlugins.Training")]
    [InlineData("SparsePlugins.Execution")]
    public void Another_build_of_what_computes_trains_again(string assembly) =>
        Assert.Contains("1 of 1 runs to train", RunWithOtherBuildOf(assembly), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private string RunWithOtherBuildOf(string assembly)
    {
        var (manifest, host) = (_folder.Write("m.yaml", Manifest), CopyOfHost());
        var first = Sparse.RunIn(_folder.Path, host, "run", manifest, "--out", _folder["out"]);
        Assert.Equal(0, first.ExitCode);
        Rebuild(Path.Combine(host, assembly + ".dll"));
        return Sparse.RunIn(_folder.Path, host, "run", manifest, "--out", _folder["out"]).Error;
    }

    /// <summary>The host's files; its folders, which hold plugins and libtorch, are links.</summary>
    private string CopyOfHost()
    {
        var host = Directory.CreateDirectory(_folder["host"]).FullName;
        foreach (var file in Directory.GetFiles(Repository.Host))
        {
            File.Copy(file, Path.Combine(host, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(Repository.Host))
        {
            Directory.CreateSymbolicLink(Path.Combine(host, Path.GetFileName(folder)), folder);
        }

        return host;
    }

    /// <summary>Gives an assembly the version id of another build, as any edit of its sources does.</summary>
    private static void Rebuild(string path)
    {
        var image = File.ReadAllBytes(path);
        using var reader = new PEReader(new MemoryStream(image));
        var metadata = reader.GetMetadataReader();
        var mvid = metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray();
        var at = image.AsSpan().IndexOf(mvid);
        Assert.True(at > 0, $"{path} holds no version id");
        image[at] ^= 0xff;
        File.WriteAllBytes(path, image);
    }
}
