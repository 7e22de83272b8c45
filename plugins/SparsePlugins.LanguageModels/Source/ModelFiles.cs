namespace SparsePlugins.LanguageModels;

/// <summary>The files that the option <c>model</c> names; a model reads these and no others of its folder, as they alone are in a run's id.</summary>
internal sealed class ModelFiles
{
    private const string Fix = "name FOLDER/*.json and FOLDER/*.safetensors";
    private readonly HashSet<string> _files;
    private readonly string _source;

    /// <summary>Checks that they are of one folder.</summary>
    /// <param name="files">Absolute paths.</param>
    /// <param name="source">The name of the source, for messages.</param>
    /// <exception cref="ArgumentException">They aren't.</exception>
    public ModelFiles(IReadOnlyList<string> files, string source)
    {
        _source = source;
        var folders = files.Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!).Distinct().ToList();
        Folder = folders is [var only]
            ? only
            : throw new ArgumentException($"{source}: model must name files of one folder, names {folders.Count}; {Fix}");
        _files = [.. files.Select(file => Path.GetFileName(file))];
        Require("config.json");
    }

    /// <summary>Their folder.</summary>
    public string Folder { get; }

    /// <summary>The path of <c>tokenizer.json</c>.</summary>
    /// <exception cref="ArgumentException">It isn't named.</exception>
    public string Tokenizer => Require("tokenizer.json");

    /// <summary>The same; <see langword="null"/> where it isn't named, as for token ids.</summary>
    public string? TokenizerIfNamed => _files.Contains("tokenizer.json") ? Tokenizer : null;

    /// <summary>Every file that is read, after the headers of the weights were.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    /// <exception cref="ArgumentException">A file that is read isn't named.</exception>
    public IReadOnlyList<string> RequireAll()
    {
        var weights = new WeightFiles(Folder);
        string[] names = ["config.json", .. weights.Shards.Append(weights.Place).Select(file => Path.GetFileName(file)).Distinct()];
        return [.. names.Select(Require), .. TokenizerIfNamed is { } tokenizer ? [tokenizer] : Array.Empty<string>()];
    }

    /// <summary>Reads the model.</summary>
    /// <param name="device">Where its weights end.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or asks for what isn't computed here.</exception>
    /// <exception cref="ArgumentException">A file that is read isn't named.</exception>
    public DecoderModel Load(TorchSharp.torch.Device device)
    {
        RequireAll();
        return DecoderModel.Load(Folder, device);
    }

    private string Require(string name) =>
        _files.Contains(name)
            ? Path.Combine(Folder, name)
            : throw new ArgumentException($"{_source}: model must name {name}, which is read; {Fix}");
}
