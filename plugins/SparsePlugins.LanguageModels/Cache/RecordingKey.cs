using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SparsePlugins.LanguageModels;

/// <summary>What decides the rows of a recording, as text: the contents of files, and the options that change a row or its place.</summary>
internal static class RecordingKey
{
    private const string Layout = "1"; // of the files

    /// <summary>Lines of a name and a value.</summary>
    /// <param name="options">Of the source.</param>
    /// <param name="cancellation">Looked at while files are hashed.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static IReadOnlyList<(string Name, string Value)> Lines(LanguageModelOptions options, CancellationToken cancellation) =>
        [
            ("layout", Layout),
            // Another build may compute other activations; runs are trained again then, too.
            ("build", typeof(RecordingKey).Module.ModuleVersionId.ToString()),
            .. options
                .Model.Order(StringComparer.Ordinal)
                .Select(file => ($"model/{Path.GetFileName(file)}", FileHashes.Of(file, cancellation))),
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

    private static string Name(string kind, int index) => string.Create(CultureInfo.InvariantCulture, $"{kind}/{index}");
}
