using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>Pre-activations, a tile at a time: some features by a panel of samples, all of its accumulators in registers.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class Tiles<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Computes tile[i, s] = bias[i] + weight row i . sample s, for the features of a tile and the samples of a panel.</summary>
    /// <param name="panel">[D][samples of a panel].</param>
    /// <param name="weight">The row of the first feature.</param>
    /// <param name="width">D, also the distance of rows.</param>
    /// <param name="last">The last row there is, from <paramref name="weight"/>; a tile that goes further repeats it.</param>
    /// <param name="bias">One for each feature of a tile.</param>
    /// <param name="tile">[features of a tile][samples of a panel].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute(float* panel, float* weight, nint width, int last, float* bias, float* tile)
    {
        if (TLanes.TileFeatures == 8)
        {
            Eight(panel, weight, width, last, bias, tile);
        }
        else
        {
            Four(panel, weight, width, last, bias, tile);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(float* panel, float* weight, nint width, int last, float* bias, float* tile)
    {
        var lanes = TLanes.Count;
        var w0 = weight;
        var w1 = weight + width * Math.Min(1, last);
        var w2 = weight + width * Math.Min(2, last);
        var w3 = weight + width * Math.Min(3, last);
        var w4 = weight + width * Math.Min(4, last);
        var w5 = weight + width * Math.Min(5, last);
        var w6 = weight + width * Math.Min(6, last);
        var w7 = weight + width * Math.Min(7, last);
        TVector a0,
            a1,
            a2,
            a3,
            a4,
            a5,
            a6,
            a7,
            b0,
            b1,
            b2,
            b3,
            b4,
            b5,
            b6,
            b7;
        a0 = b0 = TLanes.Broadcast(bias[0]);
        a1 = b1 = TLanes.Broadcast(bias[1]);
        a2 = b2 = TLanes.Broadcast(bias[2]);
        a3 = b3 = TLanes.Broadcast(bias[3]);
        a4 = b4 = TLanes.Broadcast(bias[4]);
        a5 = b5 = TLanes.Broadcast(bias[5]);
        a6 = b6 = TLanes.Broadcast(bias[6]);
        a7 = b7 = TLanes.Broadcast(bias[7]);
        for (nint k = 0; k < width; k++)
        {
            var a = TLanes.Load(panel);
            var b = TLanes.Load(panel + lanes);
            panel += 2 * lanes;
            var w = TLanes.Broadcast(w0[k]);
            a0 = TLanes.MultiplyAdd(w, a, a0);
            b0 = TLanes.MultiplyAdd(w, b, b0);
            w = TLanes.Broadcast(w1[k]);
            a1 = TLanes.MultiplyAdd(w, a, a1);
            b1 = TLanes.MultiplyAdd(w, b, b1);
            w = TLanes.Broadcast(w2[k]);
            a2 = TLanes.MultiplyAdd(w, a, a2);
            b2 = TLanes.MultiplyAdd(w, b, b2);
            w = TLanes.Broadcast(w3[k]);
            a3 = TLanes.MultiplyAdd(w, a, a3);
            b3 = TLanes.MultiplyAdd(w, b, b3);
            w = TLanes.Broadcast(w4[k]);
            a4 = TLanes.MultiplyAdd(w, a, a4);
            b4 = TLanes.MultiplyAdd(w, b, b4);
            w = TLanes.Broadcast(w5[k]);
            a5 = TLanes.MultiplyAdd(w, a, a5);
            b5 = TLanes.MultiplyAdd(w, b, b5);
            w = TLanes.Broadcast(w6[k]);
            a6 = TLanes.MultiplyAdd(w, a, a6);
            b6 = TLanes.MultiplyAdd(w, b, b6);
            w = TLanes.Broadcast(w7[k]);
            a7 = TLanes.MultiplyAdd(w, a, a7);
            b7 = TLanes.MultiplyAdd(w, b, b7);
        }

        Store(ref tile, a0, b0);
        Store(ref tile, a1, b1);
        Store(ref tile, a2, b2);
        Store(ref tile, a3, b3);
        Store(ref tile, a4, b4);
        Store(ref tile, a5, b5);
        Store(ref tile, a6, b6);
        Store(ref tile, a7, b7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* panel, float* weight, nint width, int last, float* bias, float* tile)
    {
        var lanes = TLanes.Count;
        var w0 = weight;
        var w1 = weight + width * Math.Min(1, last);
        var w2 = weight + width * Math.Min(2, last);
        var w3 = weight + width * Math.Min(3, last);
        TVector a0,
            a1,
            a2,
            a3,
            b0,
            b1,
            b2,
            b3;
        a0 = b0 = TLanes.Broadcast(bias[0]);
        a1 = b1 = TLanes.Broadcast(bias[1]);
        a2 = b2 = TLanes.Broadcast(bias[2]);
        a3 = b3 = TLanes.Broadcast(bias[3]);
        for (nint k = 0; k < width; k++)
        {
            var a = TLanes.Load(panel);
            var b = TLanes.Load(panel + lanes);
            panel += 2 * lanes;
            var w = TLanes.Broadcast(w0[k]);
            a0 = TLanes.MultiplyAdd(w, a, a0);
            b0 = TLanes.MultiplyAdd(w, b, b0);
            w = TLanes.Broadcast(w1[k]);
            a1 = TLanes.MultiplyAdd(w, a, a1);
            b1 = TLanes.MultiplyAdd(w, b, b1);
            w = TLanes.Broadcast(w2[k]);
            a2 = TLanes.MultiplyAdd(w, a, a2);
            b2 = TLanes.MultiplyAdd(w, b, b2);
            w = TLanes.Broadcast(w3[k]);
            a3 = TLanes.MultiplyAdd(w, a, a3);
            b3 = TLanes.MultiplyAdd(w, b, b3);
        }

        Store(ref tile, a0, b0);
        Store(ref tile, a1, b1);
        Store(ref tile, a2, b2);
        Store(ref tile, a3, b3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float* tile, TVector a, TVector b)
    {
        TLanes.Store(tile, a);
        TLanes.Store(tile + TLanes.Count, b);
        tile += 2 * TLanes.Count;
    }
}
