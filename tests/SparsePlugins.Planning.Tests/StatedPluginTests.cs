using System.Text;

namespace SparsePlugins.Planning.Tests;

/// <summary>The plugins that a manifest brings along, which are read before anything else of it.</summary>
public sealed class StatedPluginTests
{
    private static readonly string Quickstart = Manifests.Good("quickstart");

    [Theory]
    [InlineData("plugins: [noisy.cs, ../mine]", "noisy.cs 1:11 plugins[0]", "../mine 1:21 plugins[1]")]
    [InlineData("plugins: noisy.cs", "noisy.cs 1:10 plugins")]
    [InlineData("plugins:\n  - noisy.cs\n  - ''\n  - ~\n  - [no]\n  - other.cs", "noisy.cs 2:5 plugins[0]", "other.cs 6:5 plugins[4]")]
    [InlineData("plugins: [\"a\\0b\", ' ']")]
    [InlineData("plugins: []")]
    [InlineData("name: no-plugins")]
    [InlineData("[plugins]")]
    [InlineData("plugins: [noisy.cs")]
    [InlineData("")]
    public void They_are_found_with_their_places_whatever_else_is_wrong(string manifest, params string[] found) =>
        Assert.Equal(found, Of(manifest));

    [Fact]
    public void An_override_may_name_them() => Assert.Equal(["a.cs 1:10 plugins[0]"], Of(Quickstart, "plugins=[a.cs]"));

    [Fact]
    public void They_enter_neither_a_run_nor_a_label()
    {
        var without = Manifests.Plan(Quickstart);
        var with = Manifests.Plan(Quickstart, "plugins=[a.cs]");

        Assert.Equal(Texts(without), Texts(with));
    }

    private static IEnumerable<string> Texts(Plan plan) =>
        plan.Cohorts.SelectMany(cohort => cohort.Runs).Select(run => run.Initializer + Canonical.Render(run.Spec, path => path));

    private static IEnumerable<string> Of(string manifest, params string[] overrides) =>
        ManifestTree
            .Parse("m.yaml", Encoding.UTF8.GetBytes(manifest), overrides)
            .Plugins.Select(plugin => $"{plugin.Path} {plugin.Position.Line}:{plugin.Position.Column} {plugin.Key}");
}
