using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>In how many rows features fire.</summary>
internal static class FiringCounts
{
    /// <summary>For every feature the rows in which its code is not 0, [F].</summary>
    /// <param name="batches">Batches [B, D].</param>
    /// <param name="codesOf">Codes [B, F] of such a batch.</param>
    public static long[] Of(IReadOnlyList<Tensor> batches, Func<Tensor, Tensor> codesOf)
    {
        long[] fired = [];
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            var counts = codesOf(batch).ne(0).sum(dim: 0).cpu().data<long>().ToArray();
            fired = fired.Length == 0 ? counts : [.. fired.Zip(counts, (before, now) => before + now)];
        }

        return fired;
    }
}
