using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Runs a model over texts and gives the activations at a hook.</summary>
/// <param name="model">The model.</param>
/// <param name="hook">Where.</param>
/// <param name="precision">To what the numbers are rounded.</param>
/// <param name="cancellation">Looked at between runs.</param>
internal sealed class Harvest(DecoderModel model, HookPoint hook, ActivationPrecision precision, CancellationToken cancellation)
{
    /// <summary>Texts that are run together; the result of a text doesn't depend on the others beyond rounding, so this number never changes.</summary>
    public const int TextsAtATime = 16;

    /// <summary>D.</summary>
    public int Width => model.Sizes.WidthAt(hook);

    /// <summary>The activations of all texts, in memory.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="kept">Which rows.</param>
    /// <exception cref="InvalidDataException">Every row is left out, they don't fit into memory, or one isn't finite.</exception>
    /// <exception cref="ArgumentException">A token isn't one of the model's.</exception>
    public HarvestedRows Run(PackedTexts texts, KeptRows kept)
    {
        var places = kept.Places(texts, 0, texts.Count);
        RequireMemory(places.Length > 0 ? places.Length : throw KeptRows.NoneLeft());
        var values = empty([places.Length, Width], ScalarType.Float32).DetachFromDisposeScope();
        try
        {
            var row = 0L;
            foreach (var group in Groups(texts, 0, texts.Count, places))
            {
                using (group)
                {
                    values.narrow(0, row, group.shape[0]).copy_(group).Dispose();
                    row += group.shape[0];
                }
            }

            return new HarvestedRows(values);
        }
        catch
        {
            values.Dispose();
            throw;
        }
    }

    /// <summary>The activations of some texts, some texts at a time.</summary>
    /// <param name="texts">Their split.</param>
    /// <param name="first">The first text, a multiple of <see cref="TextsAtATime"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="places">Of their rows, ascending.</param>
    /// <returns>[rows, D] float32 on the CPU, together a row for each place; the caller disposes them.</returns>
    /// <exception cref="InvalidDataException">A row isn't finite.</exception>
    public IEnumerable<Tensor> Groups(PackedTexts texts, int first, int count, int[] places)
    {
        var done = 0;
        for (var text = first; text < first + count; text += TextsAtATime)
        {
            cancellation.ThrowIfCancellationRequested();
            var atATime = Math.Min(TextsAtATime, first + count - text);
            var (begin, end) = (text * texts.Length, (text + atATime) * texts.Length);
            var kept = places.Skip(done).TakeWhile(place => place < end).Select(place => (long)(place - begin)).ToArray();
            done += kept.Length;
            if (kept.Length > 0)
            {
                yield return Rows(texts.Tokens(text, atATime).ToArray(), texts.Length, kept);
            }
        }
    }

    private Tensor Rows(int[] tokens, int length, long[] kept)
    {
        using var scope = NewDisposeScope();
        var texts = tensor(tokens, ScalarType.Int64).reshape(-1, length);
        var rows = model.Activations(texts, hook).index_select(0, tensor(kept, device: model.Device)).cpu();
        var rounded = precision == ActivationPrecision.Float16 ? rows.to(ScalarType.Float16).to(ScalarType.Float32) : rows;
        if (rounded.isfinite().all().item<bool>())
        {
            return rounded.DetachFromDisposeScope();
        }

        throw new InvalidDataException(
            rows.isfinite().all().item<bool>()
                ? $"activations at {hook} are too large for float16; set precision to float32"
                : $"the model's activations at {hook} aren't all finite; was it made for float32?"
        );
    }

    private void RequireMemory(long rows)
    {
        var (bytes, available) = (rows * Width * sizeof(float), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (bytes > available / 2)
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"{rows} activations of {Width} numbers take {bytes >> 20} MiB, more than half of the ")
                    + FormattableString.Invariant(
                        $"{available >> 20} MiB of memory; set cache to disk, or tokens to at most {available / 2 / Width / sizeof(float)}"
                    )
            );
        }
    }
}
