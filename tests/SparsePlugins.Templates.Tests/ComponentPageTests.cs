namespace SparsePlugins.Templates.Tests;

/// <summary>The page of components is what the plugins say of themselves.</summary>
public sealed class ComponentPageTests
{
    [Fact]
    public void The_committed_page_is_that_of_the_shipped_plugins()
    {
        var committed = File.ReadAllText(Path.Combine(Repository.Root, "docs", "components.md"));

        Assert.True(
            committed == Sparse.Run("components", "--format", "md").Out,
            "run: hosts/SparsePlugins.Cli/bin/Release/net10.0/sparse components --format md > docs/components.md"
        );
    }
}
