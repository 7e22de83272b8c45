using SparsePlugins.Contracts;
using SparsePlugins.FeaturePages;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Features;

/// <summary>The tokens that features promote and suppress, through the unembedding.</summary>
/// <param name="Promoted">Of each feature, the most first; empty where there is no such way.</param>
/// <param name="Suppressed">Of each feature, the most first.</param>
internal sealed record FeatureTokens(
    IReadOnlyList<IReadOnlyList<TokenEffect>> Promoted,
    IReadOnlyList<IReadOnlyList<TokenEffect>> Suppressed
)
{
    private const int Shown = 8;
    private const int RowsAtATime = 256;

    /// <summary>None.</summary>
    public static FeatureTokens None { get; } = new([], []);

    /// <summary>The texts of these tokens, and of those where features fire.</summary>
    /// <param name="model">The model.</param>
    /// <param name="codes">Says where features fire.</param>
    public IReadOnlyDictionary<int, string> Words(IReadableModel model, FeatureCodes codes) =>
        Promoted
            .Concat(Suppressed)
            .SelectMany(effects => effects.Select(effect => effect.Token))
            .Concat(codes.AllPassages.SelectMany(passage => passage.Tokens))
            .Distinct()
            .ToDictionary(token => token, model.TokenText);

    /// <summary>Reads them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="directions">[F, D].</param>
    public static FeatureTokens Read(IReadableModel model, Tensor directions)
    {
        var (promoted, suppressed) = (new List<IReadOnlyList<TokenEffect>>(), new List<IReadOnlyList<TokenEffect>>());
        for (var first = 0L; first < directions.shape[0]; first += RowsAtATime)
        {
            using var scope = NewDisposeScope();
            var some = directions.narrow(0, first, Math.Min(RowsAtATime, directions.shape[0] - first));
            if (model.TokenEffects(some) is not { } effects)
            {
                return None;
            }

            var centered = (effects - effects.mean([1], keepdim: true)).cpu(); // [f, V]
            promoted.AddRange(Best(centered, isMost: true));
            suppressed.AddRange(Best(centered, isMost: false));
        }

        return new FeatureTokens(promoted, suppressed);
    }

    private static IEnumerable<IReadOnlyList<TokenEffect>> Best(Tensor effects, bool isMost)
    {
        var count = (int)Math.Min(Shown, effects.shape[1]);
        var (values, tokens) = effects.topk(count, 1, largest: isMost, sorted: true);
        var (numbers, ids) = (values.contiguous().data<float>().ToArray(), tokens.contiguous().data<long>().ToArray());
        return numbers.Select((effect, i) => new TokenEffect((int)ids[i], effect)).Chunk(count);
    }
}
