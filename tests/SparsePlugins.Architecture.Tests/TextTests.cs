namespace SparsePlugins.Architecture.Tests;

/// <summary>What no text file of the repository holds.</summary>
public sealed class TextTests
{
    // Spelled so that this file does not hold them.
    private static readonly string[] MachinePaths = ["/" + "root/", "/" + "work/"];

    private static readonly string[] PrintedAnswers = ["Console.Out", "Console.Write"];

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Texts = new(() =>
        Checkout
            .Files.Where(file => !IsWrongOnPurpose(file))
            .Select(file => (file, text: File.ReadAllText(Checkout.FullPath(file))))
            .Where(pair => !pair.text.Contains('\0'))
            .ToDictionary(pair => pair.file, pair => pair.text)
    );

    [Fact]
    public void Lines_end_with_a_line_feed_alone() => AssertNone((_, text) => text.Contains('\r'));

    [Fact]
    public void No_path_is_one_of_somebodys_machine() => AssertNone((_, text) => MachinePaths.Any(text.Contains));

    [Fact]
    public void No_line_of_YAML_is_indented_with_a_tab() => AssertNone((file, text) => IsYaml(file) && text.Split('\n').Any(IsTabbed));

    /// <summary>Components print to the console, which goes to standard error: a command's answers are written past it.</summary>
    [Fact]
    public void Only_StandardOutput_writes_answers() =>
        AssertNone((file, text) => IsOfTheCommand(file) && PrintedAnswers.Any(text.Contains));

    [Theory]
    [InlineData("\tname: x", true)]
    [InlineData("  \tname: x", true)]
    [InlineData("  name: a\tb", false)]
    public void The_rule_knows_an_indenting_tab(string line, bool isTabbed) => Assert.Equal(isTabbed, IsTabbed(line));

    [Fact]
    public void The_rules_read_code_documents_and_manifests() =>
        Assert.Superset(
            new HashSet<string> { ".cs", ".fs", ".md", ".yaml", ".props", ".sln" },
            Texts.Value.Keys.Select(file => Path.GetExtension(file)).ToHashSet()
        );

    private static void AssertNone(Func<string, string, bool> isWrong) =>
        Assert.Empty(Texts.Value.Where(pair => isWrong(pair.Key, pair.Value)).Select(pair => pair.Key));

    private static bool IsTabbed(string line) => line[..^line.TrimStart().Length].Contains('\t');

    private static bool IsOfTheCommand(string file) =>
        (
            file.Contains("hosts/SparsePlugins.Cli/", StringComparison.Ordinal)
            || file.Contains("hosts/SparsePlugins.Output/", StringComparison.Ordinal)
        ) && Path.GetFileName(file) is not ("StandardOutput.cs" or "StandardStreams.cs");

    private static bool IsYaml(string file) => Path.GetExtension(file) is ".yaml" or ".yml";

    /// <summary>The manifests that show what is refused.</summary>
    private static bool IsWrongOnPurpose(string file) => file.Contains("/manifests/wrong/", StringComparison.Ordinal);
}
