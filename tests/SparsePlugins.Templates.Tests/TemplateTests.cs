namespace SparsePlugins.Templates.Tests;

/// <summary><c>dotnet new sparse-plugin</c> writes what <c>sparse plugin new</c> writes, byte by byte.</summary>
[Trait("Category", "Long")]
public sealed class TemplateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Packages => Path.Combine(Repository.Host, "packages");

    [Fact]
    public void The_template_package_writes_the_same_files()
    {
        var package = Directory.EnumerateFiles(Packages, "SparsePlugins.Templates.*.nupkg").Single();
        var installed = DotNet.Run(_folder.Path, "new", "install", package, "--debug:custom-hive", _folder["hive"]);
        Assert.True(installed.ExitCode == 0, installed.Out + installed.Error);

        AssertSame("initializer", "--lang", "csharp");
        AssertSame("source", "--lang", "fsharp");
        AssertSame("metric", "--single-file");
    }

    public void Dispose() => _folder.Dispose();

    private void AssertSame(string kind, params string[] how)
    {
        var (ours, theirs) = (_folder[$"ours-{kind}"], _folder[$"theirs-{kind}"]);
        var written = Sparse.RunIn(_folder.Path, Repository.Host, ["plugin", "new", kind, "new-thing", "--out", ours, .. how]);
        Assert.True(written.ExitCode == 0, written.Error);
        string[] arguments =
        [
            "new",
            "sparse-plugin",
            "--name",
            "new-thing",
            "--kind",
            kind,
            .. how,
            "--feed",
            Packages,
            "--output",
            theirs,
        ];
        var made = DotNet.Run(_folder.Path, [.. arguments, "--debug:custom-hive", _folder["hive"]]);
        Assert.True(made.ExitCode == 0, made.Out + made.Error);

        Assert.Equal(Files(ours), Files(theirs));
        Assert.All(
            Files(ours),
            file => Assert.Equal(File.ReadAllText(Path.Combine(ours, file)), File.ReadAllText(Path.Combine(theirs, file)))
        );
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal);
}
