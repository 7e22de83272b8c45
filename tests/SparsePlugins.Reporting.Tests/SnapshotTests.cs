using VerifyXunit;
using Xunit.Sdk;

namespace SparsePlugins.Reporting.Tests;

/// <summary>The stand-in keeps the promises that snapshot tests rest on.</summary>
public sealed class SnapshotTests : IDisposable
{
    /// <summary>One that no diff tool opens.</summary>
    private const string Extension = "snapshot";

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Nothing_verified_yet_fails_and_leaves_what_was_received()
    {
        await Assert.ThrowsAsync<FailException>(() => Verifier.Verify("a\r\nb", Extension).UseDirectory(folder));

        Assert.Equal("a\nb", await File.ReadAllTextAsync(PathOf("received")));
        Assert.False(File.Exists(PathOf("verified")));
    }

    [Fact]
    public async Task A_difference_fails_and_names_the_line()
    {
        await File.WriteAllTextAsync(PathOf("verified"), "a\nb\n");

        var failure = await Assert.ThrowsAsync<FailException>(() => Verifier.Verify("a\nc\n", Extension).UseDirectory(folder));

        Assert.Contains("line 2", failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(PathOf("received")));
    }

    [Fact]
    public async Task Equal_text_passes_whatever_its_line_ends_and_removes_what_was_received()
    {
        await File.WriteAllTextAsync(PathOf("verified"), "a\r\nb");
        await File.WriteAllTextAsync(PathOf("received"), "old");

        await Verifier.Verify("a\nb", Extension).UseDirectory(folder);

        Assert.False(File.Exists(PathOf("received")));
    }

    [Theory]
    [InlineData("a/b", 0.5)]
    public async Task Parameters_stand_in_the_name_of_the_file(string name, double size)
    {
        var verified = Path.Combine(
            folder,
            $"{nameof(SnapshotTests)}.{nameof(Parameters_stand_in_the_name_of_the_file)}_name=a-b_size=0.5.verified.txt"
        );
        await File.WriteAllTextAsync(verified, "same");

        await Verifier.Verify("same").UseDirectory(folder).UseParameters(name, size);
    }

    [Fact]
    public Task A_snapshot_lies_beside_its_test() => Verifier.Verify("beside the test\n", "md");

    private string PathOf(string kind, [System.Runtime.CompilerServices.CallerMemberName] string method = "") =>
        Path.Combine(folder, $"{nameof(SnapshotTests)}.{method}.{kind}.{Extension}");
}
