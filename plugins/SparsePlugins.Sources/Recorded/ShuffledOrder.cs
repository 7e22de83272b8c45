using System.Numerics;
using SparsePlugins.Contracts;

namespace SparsePlugins.Sources;

/// <summary>A pseudo-random order of the numbers from 0 to n - 1 that takes no memory: a permutation computed number by number.</summary>
/// <remarks>
/// Source: J. Black and P. Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002: a Feistel network permutes the smallest even
/// number of bits that can hold n - 1, and is applied again while its result is n or more (cycle walking; under 4 rounds on average).
/// Any round function makes it a permutation; here SplitMix64 with a key per round.
/// Departures: such a network is an even permutation from four bits on, so a coin decides whether the numbers 0 and 1 change places.
/// </remarks>
internal sealed class ShuffledOrder
{
    private const int Rounds = 8;

    private readonly ulong _count;
    private readonly int _halfBits;
    private readonly ulong[] _keys;
    private readonly bool _odd;

    /// <summary>The order that a seed gives.</summary>
    /// <param name="count">n, at least 1.</param>
    /// <param name="seed">Another seed, another order.</param>
    public ShuffledOrder(long count, RandomSeed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _count = (ulong)count;
        var bits = 64 - BitOperations.LeadingZeroCount(_count - 1);
        _halfBits = Math.Max(1, (bits + 1) / 2);
        var random = new FastRandom(seed);
        _keys = [.. Enumerable.Range(0, Rounds).Select(_ => random.NextBits())];
        _odd = count > 1 && random.NextBelow(2) == 1;
    }

    /// <summary>The number at a position.</summary>
    /// <param name="position">From 0 to n - 1.</param>
    public long this[long position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)position, _count);
            var number = (ulong)position;
            do
            {
                number = Permute(number);
            } while (number >= _count);

            return (long)(_odd && number < 2 ? 1 - number : number);
        }
    }

    private ulong Permute(ulong number)
    {
        var mask = (1UL << _halfBits) - 1;
        var (left, right) = (number >> _halfBits, number & mask);
        foreach (var key in _keys)
        {
            var state = right ^ key;
            (left, right) = (right, left ^ (FastRandom.SplitMix(ref state) & mask));
        }

        return (left << _halfBits) | right;
    }
}
