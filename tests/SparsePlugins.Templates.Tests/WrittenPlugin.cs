using System.Text.RegularExpressions;

namespace SparsePlugins.Templates.Tests;

/// <summary>A plugin that <c>sparse plugin new</c> wrote outside of the repository, as its author has it.</summary>
internal sealed partial class WrittenPlugin : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes one.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="language"><c>csharp</c> or <c>fsharp</c>.</param>
    public WrittenPlugin(string kind, string language)
    {
        Written = Sparse.RunIn(_folder.Path, Repository.Host, "plugin", "new", kind, "my-thing", "--lang", language);
        Assert.True(Written.ExitCode == 0, Written.Error);
    }

    /// <summary>What the command said.</summary>
    public Answer Written { get; }

    /// <summary>The folder that it wrote.</summary>
    public string Folder => _folder["my-thing"];

    /// <summary>The component's source file.</summary>
    public string Source => Directory.EnumerateFiles(Path.Combine(Folder, "MyThingPlugin"), "MyThing*.?s").Single();

    /// <summary>How many tests passed and failed.</summary>
    /// <param name="arguments">Further ones of <c>dotnet test</c>.</param>
    public (int Passed, int Failed, string Text) Test(params string[] arguments)
    {
        var answer = DotNet.Run(Folder, ["test", .. arguments]);
        var summary = Summary().Match(answer.Out);
        Assert.True(summary.Success, answer.Out + answer.Error);
        Assert.Equal(summary.Groups["failed"].Value != "0", answer.ExitCode != 0);
        return (int.Parse(summary.Groups["passed"].Value), int.Parse(summary.Groups["failed"].Value), answer.Out);
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"Failed: +(?<failed>\d+), Passed: +(?<passed>\d+)")]
    private static partial Regex Summary();
}
