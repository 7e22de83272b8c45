using SparsePlugins.Events;
using SparsePlugins.Hosting;

namespace SparsePlugins.Robustness.Tests.Manifests;

/// <summary>Every wrong manifest of planning's tests is refused with the plugins that ship, too, each problem with its place.</summary>
public sealed class WrongManifestTests
{
    public static TheoryData<string> Wrong =>
        [
            .. Shipped
                .Manifests.Where(path => path.Contains("/wrong/", StringComparison.Ordinal))
                .Select(path => Path.GetRelativePath(Repository.Root, path)),
        ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void It_is_refused_with_positions_and_no_stack_trace(string manifest)
    {
        var run = new ObservedRun();
        using var experiment = run.Open(Shipped.Plugins, new RunSettings(Path.Combine(Repository.Root, manifest)));

        Assert.Null(experiment.Plan);
        var problems = Assert.Single(run.Events.OfType<ManifestRefused>()).Problems;
        Assert.NotEmpty(problems);
        Assert.All(
            problems,
            problem =>
            {
                Assert.Contains($"{Path.GetFileName(manifest)}:", problem.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain("   at ", problem.ToString(), StringComparison.Ordinal);
            }
        );
    }
}
