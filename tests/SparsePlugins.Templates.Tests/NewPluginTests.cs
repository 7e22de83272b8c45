namespace SparsePlugins.Templates.Tests;

/// <summary>From nothing to a green test, outside of the repository: what <c>sparse plugin new</c> writes builds, passes, and runs.</summary>
[Trait("Category", "Long")]
public sealed class NewPluginTests
{
    /// <summary>Set it to have every kind in every language; it takes some minutes.</summary>
    private const string All = "SPARSEPLUGINS_AUTHORING_ALL";

    public static TheoryData<string, string> Plugins
    {
        get
        {
            var all = new TheoryData<string, string> { { "initializer", "csharp" }, { "initializer", "fsharp" } };
            foreach (
                var kind in Environment.GetEnvironmentVariable(All) is { Length: > 0 }
                    ? new[] { "reinitializer", "metric", "source", "architecture" }
                    : []
            )
            {
                all.Add(kind, "csharp");
                all.Add(kind, "fsharp");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void A_new_plugin_is_green_from_the_first_minute_and_runs(string kind, string language)
    {
        using var plugin = new WrittenPlugin(kind, language);

        var (passed, failed, text) = plugin.Test();

        Assert.True(failed == 0, text);
        Assert.True(passed > 12, $"only {passed} tests ran: the conformance tests are missing");
        AssertCarriesNothingOfTheHost(Path.Combine(plugin.Folder, "plugins", "MyThingPlugin"));
        AssertRuns(plugin);
        AssertPassesTheCheck(plugin);
        if (language == "csharp" && kind == "initializer")
        {
            AssertItsTestsCanFail(plugin);
        }
    }

    [Fact]
    public void A_single_file_is_good_and_runs_without_a_build()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Sparse.RunIn(folder.Path, Repository.Host, "plugin", "new", "metric", "my-measure", "--single-file").ExitCode);

        var check = Sparse.RunIn(folder.Path, Repository.Host, "plugin", "check", "my-measure.cs");
        var run = Sparse.RunIn(folder.Path, Repository.Host, "run", "my-measure.yaml", "--set", "seeds=1", "--set", "training.steps=20");

        Assert.Equal([folder["my-measure.cs"], folder["my-measure.yaml"]], Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal));
        Assert.True(check.ExitCode == 0, check.Out + check.Error);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(
            "my-measure",
            File.ReadAllText(Path.Combine(folder.Path, "runs", "my-measure", "report.md")),
            StringComparison.Ordinal
        );
    }

    private static void AssertCarriesNothingOfTheHost(string folder)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToArray();
        Assert.Contains("MyThingPlugin.dll", files);
        Assert.Contains("MyThingPlugin.xml", files);
        Assert.DoesNotContain(files, file => file!.Contains("torch", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(files, file => file!.StartsWith("SparsePlugins.", StringComparison.Ordinal));
    }

    private static void AssertRuns(WrittenPlugin plugin)
    {
        var answer = Sparse.RunIn(
            plugin.Folder,
            Repository.Host,
            ["run", "my-thing.yaml", "--set", "seeds=1", "--set", "training.steps=20", "--set", "evaluation.samples=256"]
        );

        Assert.True(answer.ExitCode == 0, answer.Error);
        var report = File.ReadAllText(Path.Combine(plugin.Folder, "runs", "my-thing", "report.md"));
        Assert.Contains("MyThingPlugin", report, StringComparison.Ordinal);
    }

    private static void AssertPassesTheCheck(WrittenPlugin plugin)
    {
        var answer = Sparse.RunIn(plugin.Folder, Repository.Host, "plugin", "check", "plugins/MyThingPlugin");

        Assert.True(answer.ExitCode == 0, answer.Out + answer.Error);
        Assert.Contains("verdict: good", answer.Out, StringComparison.Ordinal);
    }

    private static void AssertItsTestsCanFail(WrittenPlugin plugin)
    {
        var text = File.ReadAllText(plugin.Source);
        const string idea = "        // Your idea goes here";
        Assert.Contains(idea, text, StringComparison.Ordinal);
        File.WriteAllText(plugin.Source, text.Replace(idea, "        sample.add_(1);\n" + idea, StringComparison.Ordinal));

        var (_, failed, output) = plugin.Test("--no-restore");

        Assert.True(failed > 0, output);
        Assert.Contains("the call changed an input; inputs are read-only", output, StringComparison.Ordinal);
    }
}
