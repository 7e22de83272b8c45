using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SparsePlugins.Cli.Tests;

/// <summary>Which assemblies of the host a finished run depends on: those that compute, and no others.</summary>
[Trait("Category", "Long")]
public sealed class OtherBuildTests(OtherBuildTests.FinishedRun finished) : IClassFixture<OtherBuildTests.FinishedRun>
{
    [Theory]
    [InlineData("SparsePlugins.Hosting")] // The watcher's, among others.
    [InlineData("SparsePlugins.Plugins")]
    [InlineData("SparsePlugins.Storage")]
    [InlineData("SparsePlugins.Events")]
    [InlineData("SparsePlugins.Reporting")]
    public void Another_build_of_what_computes_nothing_leaves_finished_runs_finished(string assembly) =>
        Assert.Contains("nothing left to do", RunWithOtherBuildOf(assembly), StringComparison.Ordinal);

    [Theory]
    [InlineData("SparsePlugins.Contracts")]
    [InlineData("SparsePlugins.Formats")]
    [InlineData("SparsePlugins.Kernels")]
    [InlineData("SparsePlugins.Inputs")]
    [InlineData("SparsePlugins.Training")]
    [InlineData("SparsePlugins.Execution")]
    public void Another_build_of_what_computes_trains_again(string assembly) =>
        Assert.Contains("1 of 1 runs to train", RunWithOtherBuildOf(assembly), StringComparison.Ordinal);

    private string RunWithOtherBuildOf(string assembly)
    {
        var path = Path.Combine(finished.Host, assembly + ".dll");
        var build = File.ReadAllBytes(path);
        File.WriteAllBytes(path, OtherBuild(build));
        try
        {
            return finished.Run().Error;
        }
        finally
        {
            File.WriteAllBytes(path, build);
        }
    }

    /// <summary>An assembly with the version id of another build, as any edit of its sources gives it.</summary>
    private static byte[] OtherBuild(byte[] build)
    {
        using var reader = new PEReader(new MemoryStream(build));
        var metadata = reader.GetMetadataReader();
        var mvid = metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray();
        var at = build.AsSpan().IndexOf(mvid);
        Assert.True(at > 0, "it holds no version id");
        return [.. build[..at], (byte)(build[at] ^ 0xff), .. build[(at + 1)..]];
    }

    /// <summary>A run that a copy of the command finished.</summary>
    public sealed class FinishedRun : IDisposable
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

        public FinishedRun()
        {
            CopyHost();
            _folder.Write("m.yaml", Manifest);
            Assert.Equal(0, Run().ExitCode);
        }

        public string Host => _folder["host"];

        internal Answer Run() => Sparse.RunIn(_folder.Path, Host, "run", "m.yaml", "--out", "out");

        public void Dispose() => _folder.Dispose();

        /// <summary>The host's files; its folders, which hold plugins and libtorch, are links.</summary>
        private void CopyHost()
        {
            Directory.CreateDirectory(Host);
            foreach (var file in Directory.GetFiles(Repository.Host))
            {
                File.Copy(file, Path.Combine(Host, Path.GetFileName(file)));
            }

            foreach (var folder in Directory.GetDirectories(Repository.Host))
            {
                Directory.CreateSymbolicLink(Path.Combine(Host, Path.GetFileName(folder)), folder);
            }
        }
    }
}
