namespace SparsePlugins.Templates.Tests;

/// <summary>What <c>sparse plugin new</c> does not do, and what it says instead.</summary>
public sealed class NewRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("../my-start", "a name is lower-case words with hyphens")]
    [InlineData("orthogonal", "there is already the initializer 'orthogonal' (SparsePlugins.Initializers)")]
    public void A_name_that_can_not_be_is_refused_and_nothing_is_written(string name, string sentence)
    {
        var answer = New("initializer", name);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(sentence, answer.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("MyStart", "did you mean 'my-start'?")]
    [InlineData("2nd", "a name is lower-case words with hyphens")]
    [InlineData("none", "'none' has a meaning of its own")]
    public void So_is_every_other(string name, string sentence) => A_name_that_can_not_be_is_refused_and_nothing_is_written(name, sentence);

    [Fact]
    [Trait("Category", "Long")]
    public void A_name_of_another_kind_is_free() => Assert.Equal(0, New("metric", "orthogonal").ExitCode);

    [Fact]
    public void Nothing_that_exists_is_overwritten_and_then_nothing_is_written()
    {
        _folder.Write("mine.cs", "// mine");

        var answer = New("initializer", "mine", "--single-file");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("nothing is overwritten, and this is there already: ./mine.cs", answer.Error, StringComparison.Ordinal);
        Assert.Equal("// mine", File.ReadAllText(_folder["mine.cs"]));
        Assert.Equal([_folder["mine.cs"]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_single_file_in_FSharp_is_refused_kindly()
    {
        var answer = New("initializer", "mine", "--single-file", "--lang", "fsharp");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("in F#, leave --single-file out", answer.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Answer New(params string[] arguments) => Sparse.RunIn(_folder.Path, Repository.Host, ["plugin", "new", .. arguments]);
}
