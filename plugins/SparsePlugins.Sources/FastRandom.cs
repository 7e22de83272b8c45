using System.Numerics;
using SparsePlugins.Contracts;

namespace SparsePlugins.Sources;

/// <summary>A managed random generator for sources that draw millions of numbers a second on the CPU; not for secrets.</summary>
/// <remarks>
/// Source: xoshiro256** 1.0 of D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021;
/// its state is four outputs of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) started at the seed, as its authors advise.
/// Departures: none. A seed gives the same integers on every machine and device, which a torch generator does not promise.
/// An instance belongs to one thread.
/// </remarks>
public sealed class FastRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    internal const double Unit = 1.0 / (1L << 53);

    /// <summary>A generator at the start of the stream of <paramref name="seed"/>.</summary>
    /// <param name="seed">Any value; zero too.</param>
    public FastRandom(RandomSeed seed)
    {
        var state = seed.Value;
        (_s0, _s1, _s2, _s3) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    internal FastRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits()
    {
        var bits = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return bits;
    }

    /// <summary>Uniform on (0, 1], a multiple of 2^-53: never 0, so that its logarithm is finite.</summary>
    public double NextPositive() => ((NextBits() >> 11) + 1) * Unit;

    /// <summary>Uniform on the integers from 0 to <paramref name="count"/> - 1, without bias.</summary>
    /// <param name="count">At least 1.</param>
    /// <remarks>Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.</remarks>
    public int NextBelow(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var bound = (ulong)count;
        var high = Math.BigMul(NextBits(), bound, out var low);
        for (var rejected = (0 - bound) % bound; low < rejected; )
        {
            high = Math.BigMul(NextBits(), bound, out low);
        }

        return (int)high;
    }

    /// <summary>Normal with mean 0 and variance 1.</summary>
    public double NextGaussian()
    {
        var size = Ziggurat.HalfNormal.Next(this, out var spare);
        return (spare & 0x100) == 0 ? size : -size;
    }

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => Ziggurat.Exponential.Next(this, out _);

    /// <summary>The next output of SplitMix64, which also serves as a good mixing of 64 bits.</summary>
    /// <param name="state">Advanced by the golden ratio.</param>
    internal static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
