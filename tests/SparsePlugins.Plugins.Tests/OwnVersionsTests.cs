namespace SparsePlugins.Plugins.Tests;

/// <summary>Plugins bring along what they need, beside each other and the host, which has other versions of the same.</summary>
public sealed class OwnVersionsTests
{
    [Fact]
    [Trait("Category", "Long")]
    public void Two_plugins_with_their_own_YamlDotNet_and_FSharp_Core_work_beside_each_other_and_the_host()
    {
        using var folder = new PluginFolder();
        var manifest = folder.Write(
            "m.yaml",
            Texts.Manifest("[orthogonal, mean-residual]", metrics: "[mmcs, yaml-version, fsharp-version]")
        );
        using var plugins = PluginSet.Load([
            Repository.HostPlugins,
            folder.AddBuilt("Fixture.OtherYaml"),
            folder.AddBuilt("Fixture.OtherFSharp"),
        ]);
        var records = Training.Run(plugins, manifest, folder["out"]);

        Assert.Empty(plugins.Refused);
        Assert.Equal(6, records.Count);
        Assert.All(
            records,
            record =>
            {
                Assert.Equal("", record.Message);
                Assert.Equal(16.0, Last(record, "yaml-version"));
                Assert.Equal(1000.0, Last(record, "fsharp-version"));
            }
        );
        Assert.Equal(18, typeof(YamlDotNet.Core.Parser).Assembly.GetName().Version!.Major);
        Assert.Equal(new Version(10, 1), new Version(typeof(Microsoft.FSharp.Core.Unit).Assembly.GetName().Version!.ToString(2)));
    }

    private static double Last(Records.RunRecord record, string metric) =>
        record.Curves.Single(curve => curve.Measurement == metric).Values[^1];
}
