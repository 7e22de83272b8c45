using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Rows as directions: scaled to length 1, and distinguished as <see cref="DirectionSet"/> does, at every scale that float32 holds.</summary>
public static class Directions
{
    private const int BlockRows = 4096; // TorchSharp shows the bytes of at most two gibibytes at once.
    private const int MostExponent = 126; // Of a power of two that is a normal number of float32, as is its inverse.

    /// <summary>The rows scaled to length 1; rows of zeros stay.</summary>
    /// <param name="rows">[N, D] float32, finite.</param>
    /// <returns>[N, D] on the same device.</returns>
    public static Tensor Unit(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var near = rows * PowersOfTwo(rows).unsqueeze(1); // [N, D] with largest entries near 1: no square overflows or vanishes.
        var lengths = near.norm(dim: 1, keepdim: true); // [N, 1]
        return (near / lengths.masked_fill(lengths == 0, 1)).MoveToOuterDisposeScope();
    }

    /// <summary>The places of the rows that are new directions: not zero, and coinciding with none of the rows before them that are.</summary>
    /// <param name="rows">[N, D].</param>
    /// <param name="taken">[M, D] directions that aren't new either; none where <see langword="null"/>.</param>
    /// <param name="most">Most places that are wanted.</param>
    /// <returns>[P] int64 on the same device, ascending.</returns>
    public static Tensor Distinct(Tensor rows, Tensor? taken = null, long most = long.MaxValue)
    {
        var set = new DirectionSet((int)rows.shape[1]);
        if (taken is not null)
        {
            Places(taken, set, long.MaxValue);
        }

        return tensor(Places(rows, set, most), dtype: ScalarType.Int64, device: rows.device);
    }

    /// <summary>How many rows are no new direction: zero, or coinciding with one before them.</summary>
    /// <param name="rows">[N, D].</param>
    public static long CountCoinciding(Tensor rows) => rows.shape[0] - Places(rows, new((int)rows.shape[1]), long.MaxValue).Count;

    /// <summary>The power of two that brings a number near 1: multiplying by it is exact, and then no square overflows float32 or vanishes.</summary>
    /// <param name="largest">The largest absolute value of some numbers; 0 gives 1.</param>
    public static float PowerOfTwo(float largest) =>
        largest == 0 ? 1 : MathF.ScaleB(1, -Math.Clamp(MathF.ILogB(largest), -MostExponent, MostExponent));

    private static List<long> Places(Tensor rows, DirectionSet set, long most)
    {
        using var scope = NewDisposeScope();
        var (count, width) = (rows.shape[0], (int)rows.shape[1]);
        var places = new List<long>();
        for (var first = 0L; first < count && places.Count < most; first += BlockRows)
        {
            var block = rows.narrow(0, first, Math.Min(BlockRows, count - first)).detach().to_type(ScalarType.Float32).cpu().contiguous();
            var values = MemoryMarshal.Cast<byte, float>(block.bytes);
            for (var row = 0; row < block.shape[0] && places.Count < most; row++)
            {
                if (set.Add(values.Slice(row * width, width)))
                {
                    places.Add(first + row);
                }
            }

            GC.KeepAlive(block);
        }

        return places;
    }

    /// <summary>[N] for each row the power of two that brings its largest entry near 1.</summary>
    private static Tensor PowersOfTwo(Tensor rows)
    {
        var largest = rows.detach().abs().amax([1]).cpu();
        return tensor(largest.data<float>().Select(PowerOfTwo).ToArray(), device: rows.device);
    }
}
