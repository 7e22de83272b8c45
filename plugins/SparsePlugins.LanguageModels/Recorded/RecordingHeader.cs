using System.Globalization;
using SparsePlugins.Formats;

namespace SparsePlugins.LanguageModels;

/// <summary>What the header of a file of a recording says: what was recorded, and with which options.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="texts">Of the header.</param>
internal sealed class RecordingHeader(string file, IReadOnlyDictionary<string, string> texts)
{
    private const string Digits = "0123456789abcdef";

    /// <summary>The recording, the same in each of its files.</summary>
    public string Recording => Text(RecordingKey.Recording);

    /// <summary>The name of the split that the file is of.</summary>
    public string Split =>
        Text(ShardWriter.Split) is (Shard.TrainingSplit or Shard.HeldOutSplit) and var split ? split : throw Damaged(ShardWriter.Split);

    /// <summary>How rows are stored.</summary>
    public ActivationPrecision Precision =>
        Parse<ActivationPrecision>("precision", (text, out precision) => Enum.TryParse(text, out precision) && Enum.IsDefined(precision));

    /// <summary>The model as people call it.</summary>
    private string Model => QuotedText.Shorten(Text(RecordingKey.Model));

    /// <summary>Fails unless the file has all that is read here.</summary>
    /// <exception cref="InvalidDataException">It was written by something else, or by an earlier version.</exception>
    public void RequireLayout()
    {
        const string otherwise = "or read it with recorded-activations, without the model";
        if (!texts.TryGetValue("layout", out var layout) || !texts.ContainsKey("hook"))
        {
            throw Invalid($"was not written by sparse record; name the files that it wrote, {otherwise}");
        }

        if (layout != RecordingKey.Layout)
        {
            throw Invalid(
                $"was recorded by another version (layout {QuotedText.Shorten(layout)}), whose files lack the tokens of contexts or have them elsewhere; "
                    + $"record it again with sparse record, {otherwise}"
            );
        }
    }

    /// <summary>Fails unless what the file says gives the recording that it is of, which is named by all that decided its rows.</summary>
    /// <exception cref="InvalidDataException">An option, a hash or the name was changed, or is missing.</exception>
    public void RequireOwnName()
    {
        if (RecordingKey.HashOf(texts, Damaged) != Recording)
        {
            throw Invalid(
                $"has a header that is not of recording {QuotedText.Shorten(Recording)}, so that it was changed since it was recorded; copy it again"
            );
        }
    }

    /// <summary>Fails unless rows were recorded at a hook.</summary>
    /// <exception cref="InvalidDataException">They were recorded elsewhere.</exception>
    public void RequireHook(HookPoint hook)
    {
        if (Text("hook") is var recorded && recorded != hook.ToString())
        {
            throw Invalid(
                $"was recorded at {QuotedText.Shorten(recorded)}, and hook is '{hook}'; name that hook, or record this one with sparse record"
            );
        }
    }

    /// <summary>Fails unless every file that a model reads has the bytes that it had when its activations were recorded.</summary>
    /// <param name="model">The files.</param>
    /// <param name="cancellation">Looked at while they are hashed.</param>
    /// <exception cref="IOException">One can't be read.</exception>
    /// <exception cref="InvalidDataException">It is another model.</exception>
    public void RequireModel(ModelFiles model, CancellationToken cancellation)
    {
        foreach (var path in model.RequireAll())
        {
            var recorded = texts.GetValueOrDefault(RecordingKey.ModelFile(path));
            var isOfTokens = path == model.TokenizerIfNamed; // Recorded from token ids there is none.
            if (recorded is null && isOfTokens)
            {
                continue;
            }

            if (FileHashes.Of(path, cancellation) is var hash && hash != recorded)
            {
                throw new InvalidDataException(
                    $"{path}: has SHA-256 {hash[..12]}, and {file} was recorded from a model {Model}, whose {Path.GetFileName(path)} {Describe(recorded)}; "
                        + "name the files of that model, or record this one with sparse record"
                );
            }
        }
    }

    /// <summary>What was recorded of each context.</summary>
    /// <param name="special">The tokens that begin and end texts.</param>
    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public GivenRows Rows(SpecialTokens special) =>
        new(
            HookPoint.Parse(Text("hook")),
            special,
            Parse<bool>("special_tokens", bool.TryParse),
            Parse<int>(
                "skip_positions",
                (string? text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ),
            Precision
        );

    /// <summary>A text of the header.</summary>
    /// <exception cref="InvalidDataException">It has none of the name.</exception>
    public string Text(string name) => texts.TryGetValue(name, out var text) ? text : throw Damaged(name);

    /// <summary>What to throw where a text isn't as it was written.</summary>
    public InvalidDataException Damaged(string name) => Invalid($"has no readable {name} in its header; copy it again");

    private InvalidDataException Invalid(string rule) => new($"{file}: {rule}");

    private delegate bool Parser<TValue>(string? text, out TValue value);

    private TValue Parse<TValue>(string name, Parser<TValue> parse) => parse(Text(name), out var value) ? value : throw Damaged(name);

    private static string Describe(string? hash) =>
        hash is null ? "was another file, which this model lacks"
        : hash.Length > 12 && hash.All(Digits.Contains) ? $"has {hash[..12]}"
        : "has none";
}
