using SparsePlugins.Contracts;
using SparsePlugins.Sources;

namespace SparsePlugins.LanguageModels;

/// <summary>The texts to train on and those that are held out; no document has a part in both.</summary>
/// <param name="Training">To train on.</param>
/// <param name="HeldOut">Held out.</param>
internal sealed record SplitTexts(PackedTexts Training, PackedTexts HeldOut)
{
    /// <summary>Splits documents; the same for every seed, so that activations are harvested once for all.</summary>
    /// <param name="documents">As tokens.</param>
    /// <param name="heldOut">Which share of the documents is held out, at least one.</param>
    /// <param name="pack">Packs numbered documents.</param>
    /// <exception cref="InvalidDataException">There are too few.</exception>
    public static SplitTexts Create(IReadOnlyList<int[]> documents, double heldOut, Func<IEnumerable<(int, int[])>, PackedTexts> pack)
    {
        if (documents.Count < 2)
        {
            throw new InvalidDataException(
                $"text must have at least 2 documents, one to train on and one to hold out, has {documents.Count}; separate documents of a .txt file by "
                    + "lines that hold <|endoftext|> alone, those of token ids by the end-of-text token, or name several files"
            );
        }

        var order = new ShuffledOrder(documents.Count, new RandomSeed(0).Derive("documents"));
        var count = Math.Clamp((int)Math.Round(documents.Count * heldOut), 1, documents.Count - 1);
        var held = Enumerable.Range(0, count).Select(i => (int)order[i]).ToHashSet();
        var numbered = documents.Select((tokens, number) => (number, tokens)).ToList();
        var split = new SplitTexts(
            pack(numbered.Where(document => !held.Contains(document.number))),
            pack(numbered.Where(document => held.Contains(document.number)))
        );
        return split is { Training.Count: > 0, HeldOut.Count: > 0 }
            ? split
            : throw new InvalidDataException(
                $"the {(split.Training.Count == 0 ? documents.Count - count : count)} documents {(split.Training.Count == 0 ? "to train on" : "that are held out")} "
                    + "have fewer tokens than one context; name more text, or take a shorter context"
            );
    }
}
