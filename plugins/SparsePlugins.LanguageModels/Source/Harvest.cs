using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Runs a model over texts and keeps the activations at a hook.</summary>
/// <param name="model">The model.</param>
/// <param name="hook">Where.</param>
/// <param name="isKept">Whether the row of a token at a position is kept.</param>
/// <param name="cancellation">Looked at between runs.</param>
internal sealed class Harvest(DecoderModel model, HookPoint hook, Func<int, int, bool> isKept, CancellationToken cancellation)
{
    /// <summary>Texts that are run together; the result of a text doesn't depend on the others beyond rounding, so this number never changes.</summary>
    private const int TextsAtATime = 16;

    /// <summary>The activations of texts.</summary>
    /// <param name="texts">At least one.</param>
    /// <exception cref="InvalidDataException">Every row is left out, they don't fit into memory, or one isn't finite.</exception>
    /// <exception cref="ArgumentException">A token isn't one of the model's.</exception>
    public HarvestedRows Run(PackedTexts texts)
    {
        var places = KeptPlaces(texts);
        RequireMemory(places.Length);
        var values = empty([places.Length, model.Sizes.WidthAt(hook)], ScalarType.Float32).DetachFromDisposeScope();
        try
        {
            for (int text = 0, row = 0; text < texts.Count; text += TextsAtATime)
            {
                cancellation.ThrowIfCancellationRequested();
                row += Fill(values, row, texts, text, places);
            }
        }
        catch
        {
            values.Dispose();
            throw;
        }

        return new HarvestedRows(values, places);
    }

    private int Fill(Tensor values, int row, PackedTexts texts, int first, int[] places)
    {
        using var scope = NewDisposeScope();
        var count = Math.Min(TextsAtATime, texts.Count - first);
        var tokens = tensor(texts.Tokens(first, count).ToArray(), ScalarType.Int64).reshape(count, texts.Length);
        var begin = first * texts.Length;
        var end = begin + (count * texts.Length);
        var kept = places.Skip(row).TakeWhile(place => place < end).Select(place => (long)(place - begin)).ToArray();
        if (kept.Length > 0)
        {
            var rows = model.Activations(tokens, hook).index_select(0, tensor(kept, device: model.Device)).cpu();
            RequireFinite(rows);
            values.narrow(0, row, kept.Length).copy_(rows);
        }

        return kept.Length;
    }

    private int[] KeptPlaces(PackedTexts texts)
    {
        var tokens = texts.Tokens(0, texts.Count);
        var places = new List<int>();
        for (var place = 0; place < tokens.Length; place++)
        {
            if (isKept(tokens[place], place % texts.Length))
            {
                places.Add(place);
            }
        }

        return places.Count > 0
            ? [.. places]
            : throw new InvalidDataException("every token is left out; take a longer context, or a smaller skip_positions");
    }

    private void RequireMemory(long rows)
    {
        var (bytes, available) = (rows * model.Sizes.WidthAt(hook) * sizeof(float), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (bytes > available / 2)
        {
            throw new InvalidDataException(
                FormattableString.Invariant(
                    $"{rows} activations of {model.Sizes.WidthAt(hook)} numbers take {bytes >> 20} MiB, more than half of the "
                )
                    + FormattableString.Invariant(
                        $"{available >> 20} MiB of memory; set tokens to at most {available / 2 / model.Sizes.WidthAt(hook) / sizeof(float)}"
                    )
            );
        }
    }

    private void RequireFinite(Tensor rows)
    {
        if (!rows.isfinite().all().item<bool>())
        {
            throw new InvalidDataException($"the model's activations at {hook} aren't all finite; was it made for float32?");
        }
    }
}
