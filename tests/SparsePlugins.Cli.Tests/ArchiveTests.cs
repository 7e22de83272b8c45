using System.Diagnostics;

namespace SparsePlugins.Cli.Tests;

/// <summary>The archive for machines without .NET, unpacked into a clean folder.</summary>
public sealed class ArchiveTests
{
    [Fact]
    [Trait("Category", "Exhaustive")]
    public void An_unpacked_archive_loads_its_plugins_and_passes_its_self_test_without_dotnet()
    {
        using var process = Process.Start(
            new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "scripts", "pack.sh"), "--try"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;

        var answer = Sparse.Finish(process);

        Assert.True(answer.ExitCode == 0, answer.Out + answer.Error);
        Assert.Contains("start: ", answer.Out, StringComparison.Ordinal);
    }
}
