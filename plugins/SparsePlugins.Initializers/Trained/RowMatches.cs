using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Which rows of several dictionaries are the same feature.</summary>
internal static class RowMatches
{
    private const int BlockRows = 1024; // A block of cosines with 100,000 rows is 400 MB.

    /// <summary>In how many dictionaries each row is found, its own among them: where a row of another one is its nearest, and it is that row's.</summary>
    /// <param name="dictionaries">Each [F_i, D], of rows of length 1.</param>
    /// <param name="sameFrom">The smallest cosine of rows that are the same.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>[P] int64, the dictionaries one after the other.</returns>
    public static Tensor CountDictionaries(IReadOnlyList<Tensor> dictionaries, double sameFrom, CancellationToken cancellation)
    {
        var counts = dictionaries.Select(rows => ones(rows.shape[0], dtype: ScalarType.Int64, device: rows.device)).ToArray();
        for (var one = 0; one < dictionaries.Count; one++)
        {
            for (var other = one + 1; other < dictionaries.Count; other++)
            {
                var (cosines, there) = Nearest(dictionaries[one], dictionaries[other], cancellation); // [F_one]
                var (_, back) = Nearest(dictionaries[other], dictionaries[one], cancellation); // [F_other]
                var isMutual = back.index_select(0, there) == arange(there.shape[0], device: there.device);
                var found = (isMutual & (cosines >= sameFrom)).nonzero().flatten();
                counts[one].index_add_(0, found, ones_like(found), 1);
                counts[other].index_add_(0, there.index_select(0, found), ones_like(found), 1);
            }
        }

        return cat(counts);
    }

    /// <summary>The places of rows that are none of the features before them.</summary>
    /// <param name="rows">[P, D] of length 1.</param>
    /// <param name="sameFrom">The smallest cosine of rows that are the same.</param>
    /// <param name="most">Most places that are wanted.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>[Q] int64, ascending.</returns>
    public static Tensor Different(Tensor rows, double sameFrom, int most, CancellationToken cancellation)
    {
        var found = new List<long>();
        for (var first = 0L; first < rows.shape[0] && found.Count < most; first += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var block = rows.narrow(0, first, Math.Min(BlockRows, rows.shape[0] - first)); // [B, D]
            var places = arange(block.shape[0], device: rows.device);
            if (found.Count > 0)
            {
                var kept = rows.index_select(0, tensor(found, device: rows.device));
                places = block.mm(kept.T).amax([1L]).lt(sameFrom).nonzero().flatten(); // Of rows that are none of the features of other blocks.
            }

            found.AddRange(DifferentWithin(block.index_select(0, places), sameFrom).Select(place => first + places[place].item<long>()));
        }

        return tensor(found.Take(most).ToArray(), dtype: ScalarType.Int64, device: rows.device);
    }

    private static List<int> DifferentWithin(Tensor block, double sameFrom)
    {
        var count = (int)block.shape[0];
        var same = block.mm(block.T).ge(sameFrom).to(ScalarType.Byte).cpu().contiguous(); // [B, B]
        var isSame = MemoryMarshal.Cast<byte, byte>(same.bytes).ToArray();
        var kept = new List<int>();
        for (var row = 0; row < count; row++)
        {
            if (!kept.Exists(one => isSame[(row * count) + one] != 0))
            {
                kept.Add(row);
            }
        }

        return kept;
    }

    /// <summary>For each row its largest cosine with the others, and where that is.</summary>
    private static (Tensor Cosines, Tensor Places) Nearest(Tensor rows, Tensor others, CancellationToken cancellation)
    {
        var (cosines, places) = (new List<Tensor>(), new List<Tensor>());
        foreach (var block in rows.split(BlockRows))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (values, indexes) = block.mm(others.T).max(dim: 1);
            cosines.Add(values.MoveToOuterDisposeScope());
            places.Add(indexes.MoveToOuterDisposeScope());
        }

        return (cat(cosines), cat(places));
    }
}
