using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Dictionaries;

/// <summary>How far paired features of two dictionaries fire on the same rows.</summary>
/// <param name="Overlap">Rows on which both features of a pair fire, divided by rows on which at least one does: the mean over pairs that fire; <see langword="null"/> where none does.</param>
/// <param name="Silent">Pairs of which neither feature fires on any row; they are in no mean of overlaps.</param>
/// <param name="Deciles">The pairs that fire, by how often they do, the rarest tenth first; fewer than ten where there are fewer pairs.</param>
public sealed record FiringAgreement(double? Overlap, int Silent, IReadOnlyList<FiringDecile> Deciles)
{
    private const int MostDeciles = 10;

    /// <summary>Runs two dictionaries on rows, a block at a time: of the codes it keeps three counts per pair.</summary>
    /// <param name="match">The paired features.</param>
    /// <param name="encodeFirst">Gives the codes [B, F] of rows by the first dictionary.</param>
    /// <param name="encodeSecond">The same of the second one.</param>
    /// <param name="blocks">Rows [B, D].</param>
    public static FiringAgreement Of(
        FeatureMatch match,
        Func<Tensor, Tensor> encodeFirst,
        Func<Tensor, Tensor> encodeSecond,
        IEnumerable<Tensor> blocks
    )
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (first, second) = (tensor(match.First.ToArray()).to(int64), tensor(match.Second.ToArray()).to(int64)); // On the CPU, as codes are then.
        var counts = zeros([3, match.Cosines.Count], dtype: int64); // Both, the first, the second.
        foreach (var rows in blocks)
        {
            using var block = NewDisposeScope();
            var one = encodeFirst(rows).cpu().ne(0).index_select(1, first); // [B, pairs]
            var other = encodeSecond(rows).cpu().ne(0).index_select(1, second);
            counts.add_(stack([one.logical_and(other).sum(dim: 0), one.sum(dim: 0), other.sum(dim: 0)]));
        }

        return Of(match, counts.data<long>().ToArray());
    }

    private static FiringAgreement Of(FeatureMatch match, long[] counts)
    {
        var pairs = match.Cosines.Count;
        var firing = Enumerable
            .Range(0, pairs)
            .Select(pair => (Cosine: match.Cosines[pair], Both: counts[pair], Sum: counts[pairs + pair] + counts[(2 * pairs) + pair]))
            .Where(pair => pair.Sum > 0)
            .OrderBy(pair => pair.Sum)
            .Select(pair => (pair.Cosine, pair.Sum, Overlap: (double)pair.Both / (pair.Sum - pair.Both)))
            .ToArray();
        var deciles = Math.Min(MostDeciles, firing.Length);
        int Place(int decile) => (int)((long)decile * firing.Length / deciles);
        return new(
            firing.Length == 0 ? null : firing.Average(pair => pair.Overlap),
            pairs - firing.Length,
            [
                .. Enumerable
                    .Range(0, deciles)
                    .Select(decile => firing[Place(decile)..Place(decile + 1)])
                    .Select(part => new FiringDecile(
                        part.Length,
                        part.Average(pair => pair.Sum / 2.0),
                        part.Average(pair => pair.Cosine),
                        part.Average(pair => pair.Overlap)
                    )),
            ]
        );
    }
}
