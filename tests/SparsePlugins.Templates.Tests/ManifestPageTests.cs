namespace SparsePlugins.Templates.Tests;

/// <summary>The page of manifest keys is the description that the reader follows.</summary>
public sealed class ManifestPageTests
{
    private static readonly string Committed = File.ReadAllText(Path.Combine(Repository.Root, "docs", "manifest.md"));

    [Fact]
    public void The_committed_page_is_what_the_command_prints() =>
        Assert.True(
            Committed == Sparse.Run("schema", "--format", "md").Out,
            "run: hosts/SparsePlugins.Cli/bin/Release/net10.0/sparse schema --format md > docs/manifest.md"
        );

    [Fact]
    public void Its_example_is_a_valid_manifest()
    {
        using var folder = new TemporaryFolder();
        var manifest = Path.Combine(folder.Path, "example.yaml");
        File.WriteAllText(manifest, Committed.Split("```yaml\n")[1].Split("```")[0]);

        var answer = Sparse.Run("validate", manifest);

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Contains("valid: 24 runs in 3 cohorts", answer.Out, StringComparison.Ordinal);
    }
}
