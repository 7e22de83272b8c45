using System.Text;
using FsCheck.Xunit;
using SparsePlugins.Planning;
using SparsePlugins.Specs;

namespace SparsePlugins.Robustness.Tests.Paths;

/// <summary>A manifest's name is a folder under <c>runs/</c>.</summary>
public sealed class ManifestNameTests
{
    [Theory]
    [InlineData("../x")]
    [InlineData("..")]
    [InlineData("/tmp/x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("Tiny")]
    [InlineData("")]
    public void A_name_that_is_a_path_or_a_twin_is_refused_with_its_place(string name) => AssertRefused(name);

    [Fact]
    public void A_name_longer_than_a_file_may_be_called_is_refused_with_its_place() =>
        AssertRefused(string.Join('-', Enumerable.Repeat(new string('a', 30), 20)));

    [Property(MaxTest = 500, Replay = "12,13", Arbitrary = [typeof(RunIdTests)])]
    public void A_name_that_is_taken_is_a_folder_name_and_nothing_else(string name)
    {
        if (Plan(name) is { Plan: { } plan })
        {
            Assert.Matches("^[a-z0-9-]{1,100}$", plan.Name);
        }
    }

    private static void AssertRefused(string name)
    {
        var problem = Plan(name).Problems[0];

        Assert.Equal((1, 7, "name"), (problem.Position.Line, problem.Position.Column, problem.Path));
    }

    private static PlanResult Plan(string name) =>
        ManifestTree
            .Parse(
                "m.yaml",
                Encoding.UTF8.GetBytes(Tiny.Manifest with { Name = $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal)}\"" }),
                []
            )
            .Plan(Shipped.Plugins.Catalog);
}
