using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SparsePlugins.LanguageModels;

/// <summary>What decides the rows of a recording, as text: the contents of files, and the options that change a row or its place.</summary>
internal static class RecordingKey
{
    /// <summary>The number of the files' layout; before 2 they had no tokens of contexts.</summary>
    public const string Layout = "2";

    /// <summary>Names the hash of the key in a header.</summary>
    public const string Recording = "recording";

    /// <summary>Names the model's folder in a header.</summary>
    public const string Model = "model";

    private static readonly string[] _first = ["layout", "build"];

    private static readonly string[] _options =
    [
        "hook",
        "context",
        "tokens",
        "held_out",
        "prepend_bos",
        "special_tokens",
        "skip_positions",
        "precision",
    ];

    /// <summary>Lines of a name and a value.</summary>
    /// <param name="options">Of the source.</param>
    /// <param name="cancellation">Looked at while files are hashed.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static IReadOnlyList<(string Name, string Value)> Lines(LanguageModelOptions options, CancellationToken cancellation) =>
        [
            ("layout", Layout),
            // Another build may compute other activations; runs are trained again then, too.
            ("build", typeof(RecordingKey).Module.ModuleVersionId.ToString()),
            .. options.Model.Order(StringComparer.Ordinal).Select(file => (ModelFile(file), FileHashes.Of(file, cancellation))),
            .. options.Text.Select((file, i) => (Name("text", i) + Path.GetExtension(file), FileHashes.Of(file, cancellation))),
            ("hook", HookPoint.Parse(options.Hook).ToString()),
            ("context", options.Context.ToString(CultureInfo.InvariantCulture)),
            ("tokens", options.Tokens.ToString(CultureInfo.InvariantCulture)),
            ("held_out", options.HeldOut.ToString("R", CultureInfo.InvariantCulture)),
            ("prepend_bos", options.PrependBos.ToString()),
            ("special_tokens", options.SpecialTokens.ToString()),
            ("skip_positions", options.SkipPositions.ToString(CultureInfo.InvariantCulture)),
            ("precision", options.Precision.ToString()),
        ];

    /// <summary>The name of a recording's folder: 32 hexadecimal digits.</summary>
    public static string Hash(IEnumerable<(string Name, string Value)> lines) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line.Name}={line.Value}\n"))))
        )[..32];

    /// <summary>The name of the recording that a header's texts give: the hash of the lines that it was made of.</summary>
    /// <param name="texts">Of a header.</param>
    /// <param name="absent">What to throw where a text is missing, by its name.</param>
    public static string HashOf(IReadOnlyDictionary<string, string> texts, Func<string, Exception> absent)
    {
        var model = texts.Keys.Where(name => name.StartsWith($"{Model}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var text = Enumerable.Range(0, texts.Count).SelectMany(i => texts.Keys.Where(name => IsText(name, i)));
        return Hash(
            _first
                .Concat(model)
                .Concat(text)
                .Concat(_options)
                .Select(name => (name, texts.TryGetValue(name, out var value) ? value : throw absent(name)))
        );
    }

    /// <summary>What the header of every file of a recording says: the key, the recording, and the model as people call it.</summary>
    /// <param name="lines">The key.</param>
    /// <param name="model">The model's folder.</param>
    public static IReadOnlyDictionary<string, string> Metadata(IReadOnlyList<(string Name, string Value)> lines, string model) =>
        new Dictionary<string, string>(lines.Select(line => KeyValuePair.Create(line.Name, line.Value)))
        {
            [Recording] = Hash(lines),
            [Model] = Path.GetFileName(Path.TrimEndingDirectorySeparator(model)),
        };

    /// <summary>The name of a file of the model in the key.</summary>
    public static string ModelFile(string file) => $"{Model}/{Path.GetFileName(file)}";

    /// <summary>Whether a name is that of a text: <c>text/3.txt</c>, or <c>text/3</c> of a file without an extension.</summary>
    private static bool IsText(string name, int index) =>
        Name("text", index) is var plain && (name == plain || name.StartsWith(plain + ".", StringComparison.Ordinal));

    private static string Name(string kind, int index) => string.Create(CultureInfo.InvariantCulture, $"{kind}/{index}");
}
