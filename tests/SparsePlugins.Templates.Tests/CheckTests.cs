using System.Text.Json;

namespace SparsePlugins.Templates.Tests;

/// <summary><c>sparse plugin check</c>: each fault has its own sentence.</summary>
public sealed class CheckTests
{
    private static readonly Lazy<(Answer Answer, JsonDocument Report)> Fixture = new(CheckFixture);

    [Theory]
    [InlineData("wrong-shape", "EncoderWeight is [12, 24]; expected [F, D] = [24, 12]: it is transposed; return its .T.contiguous()")]
    [InlineData("nan", "EncoderWeight holds NaN at element 0 of [24, 12]; every value must be finite")]
    [InlineData("too-long", "row 0 of DecoderWeight has length 2; every row must have length 1")]
    [InlineData("throws", "it threw InvalidOperationException: the fixture throws (FaultyInitializers.cs:12)")]
    [InlineData("huge", "the loss before the first update is Infinity; the encoder reads too strongly")]
    [InlineData("vandal", "the call changed an input; inputs are read-only")]
    [InlineData("vandal", "the call left 1 dispose scopes open")]
    [InlineData("zeros", "a decoder row is zero; a direction must not be")]
    [InlineData("misnamed", "its first measurement is called 'other'; it must be 'misnamed', as the metric")]
    public void Each_fault_of_the_fixture_is_reported_with_its_own_message(string component, string sentence) =>
        Assert.Contains(Messages(component, "failed"), message => message.StartsWith(sentence, StringComparison.Ordinal));

    [Fact]
    public void The_honest_one_passes_every_check()
    {
        Assert.Empty(Messages("first-axis", "failed"));
        Assert.Equal(15, Checks("first-axis").Count(check => check.GetProperty("status").GetString() == "ok"));
    }

    [Fact]
    public void A_plugin_with_faults_gives_exit_code_three_and_a_verdict()
    {
        Assert.Equal((3, ""), (Fixture.Value.Answer.ExitCode, Fixture.Value.Answer.Error));
        Assert.EndsWith(
            "checks failed; fix them and check again",
            Fixture.Value.Report.RootElement.GetProperty("verdict").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("SparsePlugins.Initializers", "verdict: nothing failed, but 3 of ")] // Three need weights files of earlier runs.
    [InlineData("SparsePlugins.Metrics", "verdict: good: ")]
    [InlineData("SparsePlugins.RareFeatures", "verdict: good: ")]
    public void A_plugin_that_ships_is_good(string name, string verdict)
    {
        var answer = Sparse.Run("plugin", "check", Path.Combine(Repository.HostPlugins, name));

        Assert.True(answer.ExitCode == 0, answer.Out);
        Assert.Contains(verdict, answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void An_option_that_has_no_default_is_asked_for_and_then_used()
    {
        var sources = Path.Combine(Repository.HostPlugins, "SparsePlugins.Sources");

        var without = Sparse.Run("plugin", "check", sources);
        var with = Sparse.Run("plugin", "check", sources, "--with", "files=experiments/digits/data/digits.npy");

        Assert.Contains("needs 'files'", without.Out, StringComparison.Ordinal);
        Assert.Contains("give --with files=FILE", without.Out, StringComparison.Ordinal);
        Assert.Contains("verdict: nothing failed, but 1 of 3 components were not checked", without.Out, StringComparison.Ordinal);
        Assert.True(with.ExitCode == 0, with.Out);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_build_output_is_checked_by_its_assembly_and_is_the_plugin_that_ships_if_it_holds_the_same()
    {
        var built = Path.Combine(Repository.Root, "plugins", "SparsePlugins.Metrics", "bin", Repository.Configuration, "net10.0");

        var answer = Sparse.Run("plugin", "check", Path.Combine(built, "SparsePlugins.Metrics.dll"));

        Assert.True(answer.ExitCode == 0, answer.Out);
        Assert.Contains("verdict: good: ", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_build_output_is_checked_with_the_folders_below_it()
    {
        using var folder = new TemporaryFolder();
        var output = folder["out"];
        Directory.Move(Repository.CopyFixturePlugin(folder.Path), output);
        var below = Directory.CreateDirectory(Path.Combine(output, "runtimes", "any")).FullName;
        File.CreateSymbolicLink(Path.Combine(below, "native.so"), folder["nowhere"]); // The copy is gone afterwards; that this is missed shows it.

        var answer = Sparse.Run("plugin", "check", Path.Combine(output, "Fixture.Plugin.dll"));

        Assert.Contains("native.so", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Copies_of_what_the_host_lends_are_noted()
    {
        using var folder = new TemporaryFolder();
        var plugin = Repository.CopyFixturePlugin(folder.Path);
        File.WriteAllText(Path.Combine(plugin, "TorchSharp.dll"), "junk");

        var answer = Sparse.Run("plugin", "check", plugin);

        Assert.Contains($"note: TorchSharp.dll in {plugin} is not used", Words(answer.Out), StringComparison.Ordinal);
        Assert.Contains("add ExcludeAssets=\"runtime;native\"", Words(answer.Out), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_source_file_that_reads_beside_itself_is_refused_by_the_check_and_by_a_run_in_the_same_words()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Sparse.RunIn(folder.Path, Repository.Host, "plugin", "new", "initializer", "side", "--single-file").ExitCode);
        const string Idea = "        // Your idea goes here";
        const string Reads = "        _ = File.ReadAllText(Path.Combine(typeof(SideInitializer).Assembly.Location, \"table.txt\"));\n";
        folder.Write("side.cs", File.ReadAllText(folder["side.cs"]).Replace(Idea, Reads + Idea, StringComparison.Ordinal));

        var check = Sparse.RunIn(folder.Path, Repository.Host, "plugin", "check", "side.cs");
        var run = Sparse.RunIn(folder.Path, Repository.Host, "validate", "side.yaml");

        const string Sentence =
            "error SP0001: Assembly.Location leads to files that are not in a run's id; a file that is read is an option with [InputPath]";
        Assert.Equal((3, 3), (check.ExitCode, run.ExitCode));
        Assert.Contains(Sentence, Words(check.Out), StringComparison.Ordinal);
        Assert.Contains(Sentence, Words(run.Error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "with.encoder_scale: must be between", "HOST/SparsePlugins.Initializers", "--with", "encoder_scale=-1")]
    public void A_mistake_is_reported(int exitCode, string sentence, params string[] arguments)
    {
        var answer = Sparse.Run(["plugin", "check", .. arguments.Select(one => one.Replace("HOST", Repository.HostPlugins))]);

        Assert.Equal(exitCode, answer.ExitCode);
        Assert.Contains(sentence, answer.Error + answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(2, "'nowhere': there is no such file or folder; give a .cs file, a .dll,", "nowhere")]
    [InlineData(2, "'README.md': it is no plugin; give a .cs file, a .dll,", "README.md")]
    [InlineData(2, "it is the folder of a project; give '", "plugins/SparsePlugins.Metrics")]
    [InlineData(2, "no component of this plugin has an option 'ratioo'", "HOST/SparsePlugins.Metrics", "--with", "ratioo=1")]
    public void So_is_every_other_mistake(int exitCode, string sentence, params string[] arguments) =>
        A_mistake_is_reported(exitCode, sentence, arguments);

    [Theory]
    [InlineData("Environment.Exit(0);", "exit code 0; a plugin must not call Environment.Exit")]
    [InlineData("sample.matmul(sample);", "signal 6 (abort), an error in native code: mat1 and mat2 shapes cannot be multiplied (")]
    [Trait("Category", "Long")]
    public void A_plugin_that_ends_the_process_is_reported_too(string act, string sentence)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Sparse.RunIn(folder.Path, Repository.Host, "plugin", "new", "initializer", "bad", "--single-file").ExitCode);
        var idea = "        // Your idea goes here";
        folder.Write("bad.cs", File.ReadAllText(folder["bad.cs"]).Replace(idea, $"        {act}\n{idea}", StringComparison.Ordinal));

        var answer = Sparse.RunIn(folder.Path, Repository.Host, "plugin", "check", "bad.cs");

        Assert.Equal(3, answer.ExitCode);
        var told = string.Join(' ', answer.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(
            "verdict: it ended the process in: initializer 'bad': Weights have the shape asked for",
            told,
            StringComparison.Ordinal
        );
        Assert.Contains(sentence, told, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_component_that_hangs_is_reported_after_the_limit()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Sparse.RunIn(folder.Path, Repository.Host, "plugin", "new", "initializer", "slow", "--single-file").ExitCode);
        var idea = "        // Your idea goes here";
        folder.Write(
            "slow.cs",
            File.ReadAllText(folder["slow.cs"])
                .Replace(idea, $"        while (true) {{ using var sum = sample.sum(); }}\n{idea}", StringComparison.Ordinal)
                .Replace("return Auto", "// return Auto", StringComparison.Ordinal)
        );

        var answer = Sparse.RunIn(folder.Path, Repository.Host, "plugin", "check", "slow.cs", "--limit", "2");

        Assert.Equal((3, ""), (answer.ExitCode, answer.Error)); // Its thread is in libtorch when the process ends.
        Assert.Contains("it did not end within 2 s", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("ended the process", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_source_file_that_does_not_compile_is_reported_with_its_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("wrong.cs", "using SparsePlugins.Contracts;\n\npublic sealed class Wrong : IDictionaryInitializer;\n");

        var answer = Sparse.RunIn(folder.Path, Repository.Host, "plugin", "check", "wrong.cs");

        Assert.Equal(3, answer.ExitCode);
        Assert.Contains("wrong.cs(3,", answer.Out, StringComparison.Ordinal);
        Assert.EndsWith("verdict: not loaded; fix it and check again\n", answer.Out, StringComparison.Ordinal);
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static (Answer, JsonDocument) CheckFixture()
    {
        using var folder = new TemporaryFolder();
        var answer = Sparse.Run("plugin", "check", Repository.CopyFixturePlugin(folder.Path), "--json");
        return (answer, JsonDocument.Parse(answer.Out));
    }

    private static IEnumerable<JsonElement> Checks(string component) =>
        Fixture
            .Value.Report.RootElement.GetProperty("components")
            .EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == component)
            .GetProperty("checks")
            .EnumerateArray();

    private static IEnumerable<string> Messages(string component, string status) =>
        Checks(component)
            .Where(check => check.GetProperty("status").GetString() == status)
            .Select(check => check.GetProperty("message").GetString()!);
}
