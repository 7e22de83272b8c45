using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using static TorchSharp.torch;

namespace SparsePlugins.TorchRuntime;

/// <summary>
/// Small computations of every kind that training, plugins and metrics use, and a hash of the bits that they give: it differs where libraries took other
/// code, for whatever reason - a variable, another processor, another build.
/// </summary>
internal static class ArithmeticProbe
{
    private const int Digits = 12;

    /// <summary>Twelve hexadecimal digits; on the CPU, with one thread.</summary>
    public static string Compute()
    {
        var threads = get_num_threads();
        set_num_threads(1); // As runs do; sums depend on it.
        try
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var result in Results())
            {
                hash.AppendData(result.contiguous().bytes);
            }

            hash.AppendData(MemoryMarshal.AsBytes<double>(OwnResults()));
            return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static IEnumerable<Tensor> Results()
    {
        // Sizes beside and above the blocks of the kernels.
        foreach (var (rows, inner, columns) in new[] { (7, 5, 3), (64, 16, 32), (257, 130, 96), (1, 512, 48), (96, 1024, 40) })
        {
            var (left, right) = (Numbers(rows, inner), Numbers(columns, inner));
            yield return left.mm(right.t());
            yield return addmm(Numbers(1, columns)[0], left, right.t(), beta: 1, alpha: 1);
            yield return left.t().mm(left);
        }

        var x = Numbers(61, 517);
        yield return x.sum();
        yield return x.sum(dim: 1);
        yield return x.sum(dim: 0L);
        yield return x.mean([0]);
        yield return x.var(0);
        yield return x.norm(dim: 1, keepdim: false);
        yield return x.exp();
        yield return x.abs().log();
        yield return x.abs().sqrt();
        yield return x.tanh();
        yield return x.cumsum(1);
        yield return x.addcdiv(x, x.abs().sqrt() + 1e-3f, 0.1f);
        yield return cdist(x, x[..9]);
        var square = Numbers(40, 40);
        yield return linalg.svdvals(square);
        yield return linalg.qr(square).Q;
        yield return linalg.eigh(square.mm(square.t())).Item1;
        yield return x.to_type(ScalarType.Float64).mm(x.to_type(ScalarType.Float64).t());
        yield return x.to_type(ScalarType.Float64).sum();
    }

    /// <summary>What .NET computes by itself or by the system's library of mathematics.</summary>
    private static double[] OwnResults()
    {
        var vector = Vector256.Create(1 + 1f / 4096);
        var squares = Vector256.MultiplyAddEstimate(vector, vector, Vector256.Create(-1f)); // Another number where the machine rounds twice.
        var places = Enumerable.Range(1, 400).Select(i => i / 37.0).ToArray();
        return
        [
            squares[0],
            Vector<float>.Count, // Sums of plugins and metrics run in vectors of that width, which a variable of .NET may change.
            SumInVectors(places),
            .. Estimates(),
            .. places.Select(x => Math.Exp(x)),
            .. places.Select(x => Math.Log(x)),
            .. places.Select(x => Math.Pow(0.999, x * 100)),
            .. places.Select(x => Math.Sin(x)),
            .. places.Select(x => (double)MathF.Exp((float)x)),
        ];
    }

    private static double SumInVectors(double[] values)
    {
        var sums = Vector<double>.Zero;
        for (var i = 0; i + Vector<double>.Count <= values.Length; i += Vector<double>.Count)
        {
            sums += new Vector<double>(values, i);
        }

        return Vector.Sum(sums);
    }

    /// <summary>What the fused step's Adam asks of the widest vectors: their bits are the maker's choice.</summary>
    private static IEnumerable<double> Estimates()
    {
        if (!System.Runtime.Intrinsics.X86.Avx512F.IsSupported)
        {
            return [];
        }

        var numbers = Enumerable.Range(1, 64).Select(i => Vector512.Create(i / 7f)).ToArray();
        return numbers.SelectMany(number =>
            new double[]
            {
                System.Runtime.Intrinsics.X86.Avx512F.ReciprocalSqrt14(number)[0],
                System.Runtime.Intrinsics.X86.Avx512F.Reciprocal14(number)[0],
            }
        );
    }

    /// <summary>[rows, columns] between -0.5 and 0.5, with all 24 bits; no generator of libtorch takes part.</summary>
    private static Tensor Numbers(int rows, int columns)
    {
        var values = new float[rows * columns];
        for (uint i = 0; i < values.Length; i++)
        {
            values[i] = (BitOperations.RotateLeft((i + 1) * 2654435761u, 7) * 2246822519u >> 8) / 16777216f - 0.5f;
        }

        return tensor(values).reshape(rows, columns).clone(); // The array's own memory may lie at any address, and sums depend on its alignment.
    }
}
