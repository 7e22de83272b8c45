using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparsePlugins.Kernels;

namespace SparsePlugins.Benchmarks;

/// <summary>What one core of this machine can do at best, as measured here.</summary>
internal static unsafe class Ceilings
{
    private const int Rounds = 9;

    /// <summary>Fused multiply-adds out of registers; 10^9 flop a second (a multiply-add is two).</summary>
    public static double PeakGigaflops(int vectorBits) =>
        vectorBits switch
        {
            512 => Peak<Lanes512, Vector512<float>>(),
            256 => Peak<Lanes256, Vector256<float>>(),
            _ => Peak<Lanes128, Vector128<float>>(),
        };

    /// <summary>a = b + s c over three arrays of <paramref name="bytes"/> together; 10^9 bytes a second, read and written.</summary>
    public static double TriadGigabytes(int vectorBits, long bytes) =>
        vectorBits switch
        {
            512 => Triad<Lanes512, Vector512<float>>(bytes),
            256 => Triad<Lanes256, Vector256<float>>(bytes),
            _ => Triad<Lanes128, Vector128<float>>(bytes),
        };

    private static double Peak<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        const int Turns = 1_000_000;
        var best = Enumerable.Range(0, Rounds).Min(_ => ThreadClock.Time(() => Chains<TLanes, TVector>(Turns)));
        return 2.0 * 12 * TLanes.Count * Turns / best / 1e6;
    }

    private static double Triad<TLanes, TVector>(long bytes)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var length = bytes / 3 / sizeof(float) / TLanes.Count * TLanes.Count;
        using NativeBuffer<float> a = new(length),
            b = new(length),
            c = new(length);
        var turns = (int)Math.Max(1, 64_000_000 / bytes);
        var best = Enumerable.Range(0, Rounds).Min(_ => ThreadClock.Time(() => Turn<TLanes, TVector>(a, b, c, turns)));
        return 3.0 * sizeof(float) * length * turns / best / 1e6;
    }

    /// <summary>Twelve independent chains hide the latency of the multiply-add, and fit the registers of every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Chains<TLanes, TVector>(int turns)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var sink = stackalloc float[16];
        var (x, y) = (TLanes.Broadcast(0.999f), TLanes.Broadcast(0.001f));
        TVector a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i,
            j,
            k,
            l;
        a = b = c = d = e = f = g = h = i = j = k = l = TLanes.Broadcast(1);
        for (var turn = 0; turn < turns; turn++)
        {
            a = TLanes.MultiplyAdd(a, x, y);
            b = TLanes.MultiplyAdd(b, x, y);
            c = TLanes.MultiplyAdd(c, x, y);
            d = TLanes.MultiplyAdd(d, x, y);
            e = TLanes.MultiplyAdd(e, x, y);
            f = TLanes.MultiplyAdd(f, x, y);
            g = TLanes.MultiplyAdd(g, x, y);
            h = TLanes.MultiplyAdd(h, x, y);
            i = TLanes.MultiplyAdd(i, x, y);
            j = TLanes.MultiplyAdd(j, x, y);
            k = TLanes.MultiplyAdd(k, x, y);
            l = TLanes.MultiplyAdd(l, x, y);
        }

        // No call while they live: it would move them all to memory.
        TLanes.Store(sink, a);
        TLanes.Store(sink, b);
        TLanes.Store(sink, c);
        TLanes.Store(sink, d);
        TLanes.Store(sink, e);
        TLanes.Store(sink, f);
        TLanes.Store(sink, g);
        TLanes.Store(sink, h);
        TLanes.Store(sink, i);
        TLanes.Store(sink, j);
        TLanes.Store(sink, k);
        TLanes.Store(sink, l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Turn<TLanes, TVector>(NativeBuffer<float> to, NativeBuffer<float> left, NativeBuffer<float> right, int turns)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        float* a = to.Pointer,
            b = left.Pointer,
            c = right.Pointer;
        var (length, factor) = ((nint)to.Length, TLanes.Broadcast(3));
        for (var turn = 0; turn < turns; turn++)
        {
            for (nint j = 0; j < length; j += TLanes.Count)
            {
                TLanes.Store(a + j, TLanes.MultiplyAdd(factor, TLanes.Load(c + j), TLanes.Load(b + j)));
            }
        }

        GC.KeepAlive((to, left, right));
    }
}
