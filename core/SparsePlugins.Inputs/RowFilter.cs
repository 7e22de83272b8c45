using static TorchSharp.torch;

namespace SparsePlugins.Inputs;

/// <summary>What <c>source.drop_longer_than</c> does: rows that are longer than a limit are dropped.</summary>
/// <remarks>A row that is not finite stays, so that it is found and named.</remarks>
/// <param name="limit">The largest Euclidean length of a row that stays; <see langword="null"/> keeps all.</param>
public sealed class RowFilter(double? limit)
{
    /// <summary>The largest Euclidean length of a row that stays; <see langword="null"/> keeps all.</summary>
    public double? Limit => limit;

    /// <summary>The filter of a sample.</summary>
    /// <param name="factor">How many times as long as the median row a row may be, at least 1; 0 for any.</param>
    /// <param name="median">The length of the median row.</param>
    /// <exception cref="InvalidDataException">The median row has length 0, so every other row would be dropped.</exception>
    public static RowFilter Create(double factor, double median) =>
        factor == 0 ? new RowFilter(null)
        : median > 0 ? new RowFilter(factor * median)
        : throw new InvalidDataException("the median row of the sample has length 0");

    /// <summary>The rows that stay, in the caller's dispose scope.</summary>
    /// <param name="rows">[N, D]; returned itself where all stay.</param>
    public Tensor Keep(Tensor rows)
    {
        if (limit is null)
        {
            return rows;
        }

        using var scope = NewDisposeScope();
        var dropped = Dropped(rows);
        return dropped.any().item<bool>() ? rows[dropped.logical_not()].MoveToOuterDisposeScope() : rows;
    }

    /// <summary>Places of the rows that stay, counted through all chunks.</summary>
    /// <param name="chunks">[N, D] each.</param>
    public IEnumerable<int> Staying(IReadOnlyList<Tensor> chunks)
    {
        var stays = chunks.SelectMany(chunk =>
            limit is null ? Enumerable.Repeat(true, (int)chunk.shape[0]) : Dropped(chunk).logical_not().cpu().data<bool>().ToArray()
        );
        return stays.Index().Where(row => row.Item).Select(row => row.Index);
    }

    /// <summary>[B, D] in which each dropped row is replaced by the next row of the batch that stays; after the last row comes the first.</summary>
    /// <param name="raw">[B, D]; returned itself where all rows stay, and otherwise disposed.</param>
    /// <exception cref="InvalidDataException">No row stays.</exception>
    public Tensor Replace(Tensor raw)
    {
        if (limit is null)
        {
            return raw;
        }

        using var scope = NewDisposeScope();
        var dropped = Dropped(raw).cpu().data<bool>().ToArray();
        if (!dropped.Contains(true))
        {
            return raw;
        }

        var replaced = raw.index_select(0, tensor(Sources(dropped), device: raw.device));
        raw.Dispose();
        return replaced.MoveToOuterDisposeScope();
    }

    /// <summary>For each row of a batch, the row that takes its place.</summary>
    private static long[] Sources(bool[] dropped)
    {
        var sources = new long[dropped.Length];
        long next = Array.IndexOf(dropped, false);
        if (next < 0)
        {
            throw new InvalidDataException("every row of it is longer; raise training.batch or drop_longer_than");
        }

        for (var row = dropped.Length - 1; row >= 0; row--)
        {
            next = dropped[row] ? next : row;
            sources[row] = next;
        }

        return sources;
    }

    /// <summary>[N]</summary>
    private Tensor Dropped(Tensor rows)
    {
        var lengths = RowStatistics.Lengths(rows);
        return lengths.gt(limit!.Value).logical_and(lengths.isfinite());
    }
}
