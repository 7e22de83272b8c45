using System.Text.RegularExpressions;

namespace SparsePlugins.Architecture.Tests;

/// <summary>What documents name is there: paths in backticks, and the targets of links.</summary>
public sealed partial class DocumentPathTests
{
    /// <summary>Projects of an author who follows docs/plugins.md.</summary>
    private static readonly string[] OfAuthors = ["MyIdeaPlugin", "SparsePlugins.Example"];

    private static readonly HashSet<string> Folders =
    [
        .. Checkout.Files.SelectMany(file => file.Select((c, index) => c == '/' ? file[..index] : "")).Where(folder => folder != ""),
    ];

    private static readonly HashSet<string> TopFolders = [.. Folders.Where(folder => !folder.Contains('/'))];

    public static TheoryData<string> Documents =>
        [
            .. Checkout.Files.Where(file =>
                file is "README.md" or "CONTRIBUTING.md" || (file.StartsWith("docs/", StringComparison.Ordinal) && IsMarkdown(file))
            ),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Paths_of_the_repository_are_there(string document) => Assert.Empty(Find(Code(), document, IsMissing));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_to_files(string document) => Assert.Empty(Find(Link(), document, link => !Exists(Resolve(document, link))));

    [Fact]
    public void Architecture_names_every_project_of_core_and_hosts()
    {
        var page = Read("docs/architecture.md");
        var projects = Checkout.Projects.Values.Where(project => project.Folder is "core" or "hosts");
        Assert.All(projects, project => Assert.Contains($"`{project.Folder}/{project.Name}`", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("core/SparsePlugins.Manifests/Draft.fs", false)]
    [InlineData("Manifests/Draft.fs", false)]
    [InlineData("Draft.fs", false)]
    [InlineData("core/SparsePlugins.Manifests/", false)]
    [InlineData("core/SparsePlugins.Manifests/Drafts.fs", true)]
    [InlineData("Manifests/Drafts.fs", true)]
    [InlineData("runs/ID.json", false)]
    public void The_rule_knows_a_path_of_the_repository(string path, bool isMissing) => Assert.Equal(isMissing, IsMissing(path));

    private static IEnumerable<string> Find(Regex pattern, string document, Func<string, bool> isWrong) =>
        pattern.Matches(Read(document)).Select(match => match.Groups[1].Value).Where(isWrong);

    /// <summary>A path from the root, or the end of one of a source file: <c>Planning/Draft.fs</c> leaves out <c>core/SparsePlugins.</c>.</summary>
    private static bool IsMissing(string text) =>
        !OfAuthors.Any(text.Contains)
        && (
            TopFolders.Contains(text.Split('/')[0]) && text.Contains('/')
                ? !Exists(text.TrimEnd('/'))
                : SourceFile().IsMatch(text) && !Checkout.Files.Any(file => IsEndOf(file, text))
        );

    private static bool IsEndOf(string file, string text) =>
        file == text || file.EndsWith("/" + text, StringComparison.Ordinal) || file.EndsWith("." + text, StringComparison.Ordinal);

    private static bool Exists(string path) => Checkout.Files.Contains(path) || Folders.Contains(path);

    private static bool IsMarkdown(string file) => file.EndsWith(".md", StringComparison.Ordinal);

    private static string Read(string document) => File.ReadAllText(Checkout.FullPath(document));

    private static string Resolve(string document, string link)
    {
        var folder = Path.GetDirectoryName(Checkout.FullPath(document))!;
        return Path.GetRelativePath(Checkout.FullPath("."), Path.Combine(folder, link)).Replace('\\', '/').TrimEnd('/');
    }

    [GeneratedRegex(@"`([^`\s*]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9./]*\.(cs|fs|props|targets)$")]
    private static partial Regex SourceFile();
}
