using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>The model of a source with its held-out texts.</summary>
/// <remarks>Source: <c>sae_lens/evals.py</c> of decoderesearch/SAELens, for what is replaced where, and which predictions count.</remarks>
/// <param name="model">Disposed with it.</param>
/// <param name="hook">Where activations are replaced.</param>
/// <param name="texts">Held-out texts.</param>
/// <param name="isGiven">Whether the source gives the row of a token at a position.</param>
/// <param name="isScored">Whether what is predicted from a token counts.</param>
/// <param name="cancellation">Looked at between passes.</param>
internal sealed class HeldOutModel(
    DecoderModel model,
    HookPoint hook,
    PackedTexts texts,
    Func<int, int, bool> isGiven,
    Func<int, bool> isScored,
    CancellationToken cancellation
) : ILanguageModel
{
    private const long MostLogits = 1 << 24; // 64 MiB; several tensors are as large

    private readonly Dictionary<(int, Ablation), PredictionScores> _ablated = [];

    /// <inheritdoc/>
    public int Contexts => texts.Count;

    /// <inheritdoc/>
    public PredictionScores Replace(int contexts, Func<Tensor, Tensor> replace) =>
        Score(
            contexts,
            (rows, places) =>
            {
                var given = Places(places, isGiven);
                return rows.index_copy(0, given, replace(rows.index_select(0, given)));
            }
        );

    /// <inheritdoc/>
    public PredictionScores Ablate(int contexts, Ablation ablation)
    {
        if (_ablated.TryGetValue((contexts, ablation), out var known))
        {
            return known;
        }

        using var scope = NewDisposeScope();
        var mean = ablation == Ablation.Mean ? MeanRow(contexts) : zeros(model.Sizes.WidthAt(hook), device: model.Device);
        return _ablated[(contexts, ablation)] = Score(contexts, (rows, _) => mean.expand(rows.shape));
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private PredictionScores Score(int contexts, Func<Tensor, Range, Tensor> replace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(contexts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contexts, Contexts);
        var (clean, replaced, divergence, count) = (0.0, 0.0, 0.0, 0L);
        foreach (var (tokens, places) in Batches(contexts))
        {
            using var scope = NewDisposeScope();
            var scored = Places(places, (token, position) => position < texts.Length - 1 && isScored(token)); // the last predicts nothing
            var next = tokens.reshape(-1).index_select(0, scored + 1);
            var before = LogProbabilities(model.Logits(tokens), scored); // [P, V]
            var after = LogProbabilities(model.Logits(tokens, hook, rows => replace(rows, places)), scored);
            clean -= Sum(before.gather(1, next.unsqueeze(1)));
            replaced -= Sum(after.gather(1, next.unsqueeze(1)));
            divergence += Sum(before.exp().mul_(before - after));
            count += scored.shape[0];
        }

        return new PredictionScores(clean / count, replaced / count, divergence / count, count);
    }

    /// <summary>Texts that are run together, and the places of their tokens.</summary>
    private IEnumerable<(Tensor Tokens, Range Places)> Batches(int contexts)
    {
        var atATime = (int)Math.Clamp(MostLogits / texts.Length / model.Vocabulary, 1, 16);
        for (var first = 0; first < contexts; first += atATime)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(atATime, contexts - first);
            using var flat = tensor(texts.Tokens(first, count).ToArray(), ScalarType.Int64, model.Device);
            using var tokens = flat.reshape(count, texts.Length);
            yield return (tokens, (first * texts.Length)..((first + count) * texts.Length));
        }
    }

    private Tensor MeanRow(int contexts)
    {
        using var scope = NewDisposeScope();
        var (sum, count) = (zeros(model.Sizes.WidthAt(hook), ScalarType.Float64, model.Device), 0L);
        foreach (var (tokens, places) in Batches(contexts))
        {
            using var inner = NewDisposeScope();
            var rows = model.Activations(tokens, hook).index_select(0, Places(places, isGiven));
            sum.add_(rows.to(ScalarType.Float64).sum(dim: 0));
            count += rows.shape[0];
        }

        return (sum / count).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Which of some places are chosen, counted from the first of them.</summary>
    private Tensor Places(Range places, Func<int, int, bool> isChosen)
    {
        var (begin, end) = (places.Start.Value, places.End.Value);
        var tokens = texts.Tokens(begin / texts.Length, (end - begin) / texts.Length);
        var chosen = new List<long>();
        for (var place = 0; place < tokens.Length; place++)
        {
            if (isChosen(tokens[place], place % texts.Length))
            {
                chosen.Add(place);
            }
        }

        return tensor(chosen.ToArray(), device: model.Device);
    }

    private static Tensor LogProbabilities(Tensor logits, Tensor places) =>
        logits.reshape(-1, logits.shape[2]).index_select(0, places).log_softmax(dim: -1);

    private static double Sum(Tensor numbers) => numbers.to(ScalarType.Float64).sum().item<double>();
}
