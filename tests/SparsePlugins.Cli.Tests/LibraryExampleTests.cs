using System.Diagnostics;

namespace SparsePlugins.Cli.Tests;

/// <summary>The examples of docs/examples, as a user starts them.</summary>
public sealed class LibraryExampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Long")]
    public void A_file_of_CSharp_trains_and_a_script_of_FSharp_reads_what_it_trained()
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny);
        string[] arguments = [manifest, _folder["runs"], Repository.HostPlugins];
        var trained = Dotnet(["run", "-c", Repository.Configuration, "docs/examples/train.cs", "--", .. arguments]);
        var read = Dotnet(["fsi", "docs/examples/results.fsx", _folder["runs"], "mmcs"]);

        Assert.True(trained.ExitCode == 0, trained.Out + trained.Error);
        Assert.Contains("6 of 6 runs are finished: ", trained.Out, StringComparison.Ordinal);
        Assert.Contains("  seed 3  orthogonal: mmcs 0.", trained.Out, StringComparison.Ordinal);
        Assert.True(read.ExitCode == 0, read.Out + read.Error);
        Assert.Matches(@"orthogonal: mmcs 0\.\d{3} over 3 runs", read.Out);
    }

    private static Answer Dotnet(string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", arguments)
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        return Sparse.Finish(process);
    }
}
