using System.Numerics;
using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>Keeps the k largest of each sample, among those above 0; of equal ones the lower feature.</summary>
/// <remarks>
/// A short list per sample, with a bound that rises: the k-th largest so far. What isn't above it is passed over 16 samples at a time, and a list that is
/// full is cut back to k. From the second batch on the bounds start a little below the least code of the last one; should a sample have fewer than k above
/// that, the batch is encoded again from 0. Source of the activation: Gao et al., "Scaling and evaluating sparse autoencoders" (arXiv 2406.04093).
/// </remarks>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class TopKCollector<TLanes, TVector> : CodeCollector
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int LeastRoom = 64;
    private const float LeastCaution = 0.2f; // Below it a guess saves little.

    private static readonly int _panelRows = 2 * TLanes.Count;

    private readonly int _features;
    private readonly int _ownK;
    private readonly NativeBuffer<float> _bounds = new();
    private readonly NativeBuffer<int> _counts = new();
    private readonly NativeBuffer<float> _values = new();
    private readonly NativeBuffer<int> _owners = new();
    private int _k;
    private int _capacity;
    private int _rows;
    private float _guess; // Where the bounds start.
    private float _caution = 0.9f;

    /// <summary>Lists of <paramref name="k"/> of <paramref name="features"/>.</summary>
    public TopKCollector(int features, int width, int k)
    {
        (_features, _ownK) = (features, k);
        FeaturesPerBlock = Sizes.FeaturesPerBlock(width, TLanes.TileFeatures);
        Keep(null);
    }

    /// <inheritdoc/>
    public override CodeList Codes { get; } = new(isSampleMajor: true);

    /// <inheritdoc/>
    public override int FeaturesPerBlock { get; }

    /// <inheritdoc/>
    public override bool IsIntact => Codes.IsIntact && _bounds.IsIntact && _counts.IsIntact && _values.IsIntact && _owners.IsIntact;

    /// <inheritdoc/>
    public override void Keep(int? k)
    {
        _k = Math.Min(k ?? _ownK, _features);
        _capacity = Sizes.RoundUp(_k + Math.Max(_k, LeastRoom), Vector<int>.Count);
    }

    /// <inheritdoc/>
    public override void Begin(int rows, int panels, float* thresholds, int batchRows)
    {
        _rows = rows;
        var padded = panels * _panelRows;
        Codes.Clear(panels);
        _bounds.Grow(padded);
        _counts.Grow(padded);
        _values.Grow((long)padded * _capacity);
        _owners.Grow((long)padded * _capacity);
        new Span<float>(_bounds.Pointer, padded).Fill(_guess);
        new Span<int>(_counts.Pointer, padded).Clear();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Take(float* tile, int feature, int count, int panel)
    {
        for (var row = 0; row < count; row++, tile += _panelRows)
        {
            for (var half = 0; half < _panelRows; half += TLanes.Count)
            {
                var sample = panel * _panelRows + half;
                var above = TLanes.Above(TLanes.Load(tile + half), TLanes.Load(_bounds.Pointer + sample));
                for (; above != 0; above &= above - 1)
                {
                    var lane = BitOperations.TrailingZeroCount(above);
                    Append(sample + lane, tile[half + lane], feature + row);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override bool End()
    {
        var counts = new ReadOnlySpan<int>(_counts.Pointer, _rows);
        var full = !counts.ContainsAnyInRange(0, _k - 1);
        if (!full && _guess > 0)
        {
            (_guess, _caution) = (0, _caution * 0.8f);
            return false;
        }

        Codes.Reserve(_rows * _k);
        for (var sample = 0; sample < _rows; sample++)
        {
            if (counts[sample] > _k)
            {
                Cut(sample);
            }

            Add(sample);
        }

        _guess = full && _caution >= LeastCaution ? Guess() : 0;
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Codes.Dispose();
        _bounds.Dispose();
        _counts.Dispose();
        _values.Dispose();
        _owners.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Append(int sample, float value, int feature)
    {
        var count = _counts.Pointer[sample]++;
        var place = (long)sample * _capacity + count;
        _values.Pointer[place] = Math.Abs(value); // NaN may be negative, and is to count as the largest.
        _owners.Pointer[place] = feature;
        if (count + 1 == _capacity)
        {
            Cut(sample);
        }
    }

    private float Guess()
    {
        var (key, _) = Selection.Range((int*)Codes.Values, Codes.Count);
        var least = BitConverter.Int32BitsToSingle(key);
        return float.IsFinite(least) ? least * _caution : 0;
    }

    private void Cut(int sample)
    {
        var first = (long)sample * _capacity;
        var bound = Selection.KeepLargest(_values.Pointer + first, _owners.Pointer + first, _counts.Pointer[sample], _k);
        _counts.Pointer[sample] = _k;
        _bounds.Pointer[sample] = bound;
    }

    private void Add(int sample)
    {
        var (first, count) = ((long)sample * _capacity, _counts.Pointer[sample]);
        new Span<float>(_values.Pointer + first, count).CopyTo(new Span<float>(Codes.Values + Codes.Count, count));
        new Span<int>(_owners.Pointer + first, count).CopyTo(new Span<int>(Codes.Features + Codes.Count, count));
        new Span<int>(Codes.Samples + Codes.Count, count).Fill(sample);
        Codes.Count += count;
        Codes.PanelEnds[sample / _panelRows] = Codes.Count;
    }
}
