using SparsePlugins.Conformance;

namespace SparsePlugins.LanguageModels.Tests.Recorded;

/// <summary>A recording of the small model in files of 16 contexts, moved away from where it was made; the text is gone.</summary>
internal sealed class MovedRecording : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MovedRecording(LanguageModelOptions options)
    {
        // Another text than that of other tests, whose recordings are in larger files; it is recorded once for all tests of the process.
        var text = _folder.Write("text.txt", File.ReadAllText(SmallModel.Addresses) + " The end.");
        Harvested = options with { Text = [text] };
        using var context = ToyProblem.Context();
        var (index, _) = SmallModel.Recording(Harvested, shardBytes: 1).Ensure(context);
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(index.Training[0])!))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }
    }

    /// <summary>What was recorded.</summary>
    public LanguageModelOptions Harvested { get; }

    /// <summary>Where the files are.</summary>
    public string Folder => _folder["moved"];

    /// <summary>The copy of a file.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Options that read it.</summary>
    public RecordedLanguageModelOptions Options =>
        new()
        {
            Model = Harvested.Model,
            Hook = Harvested.Hook,
            Files = [.. Directory.GetFiles(Folder, "*.safetensors").Order()],
        };

    /// <summary>Changes the header of a file as a text of the same length.</summary>
    public void Replace(string name, string text, string other)
    {
        Assert.Equal(text.Length, other.Length);
        var content = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(this[name]));
        Assert.Contains(text, content, StringComparison.Ordinal);
        File.WriteAllBytes(this[name], System.Text.Encoding.Latin1.GetBytes(content.Replace(text, other, StringComparison.Ordinal)));
    }

    /// <summary>Changes the headers of all files alike.</summary>
    public void ReplaceInAll(string text, string other) =>
        Options.Files.ToList().ForEach(file => Replace(Path.GetFileName(file), text, other));

    public void DeleteText() => File.Delete(Harvested.Text[0]);

    public void Dispose() => _folder.Dispose();
}
