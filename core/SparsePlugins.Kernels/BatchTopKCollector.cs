using System.Numerics;
using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>Keeps the k B largest of a batch, among those above 0; of equal ones that of the earlier sample, then of the lower feature.</summary>
/// <remarks>
/// One list for the batch, with a bound that rises whenever the list is full and cut back to about k B. From the second batch on the bound starts a little
/// below where the last one ended, which passes over almost everything at once; should that have been too high, the batch is encoded again without it.
/// Source of the activation: Bussmann et al., "BatchTopK Sparse Autoencoders" (arXiv 2412.06410).
/// </remarks>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class BatchTopKCollector<TLanes, TVector> : CodeCollector
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int LeastRoom = 4096;
    private const int LeastForGuess = 1024; // The bound of fewer codes changes too much from batch to batch.

    private static readonly int _panelRows = 2 * TLanes.Count;

    private readonly int _features;
    private readonly int _ownK;
    private readonly NativeBuffer<float> _values = new();
    private readonly NativeBuffer<int> _places = new(); // sample * F + feature
    private readonly NativeBuffer<int> _ends = new(); // one a sample
    private int _k;
    private int _rows;
    private int _wanted;
    private int _capacity;
    private int _count;
    private float _bound; // What isn't above it is passed over.
    private float _guess;
    private float _caution = 0.9f;

    /// <summary>A list of <paramref name="k"/> of <paramref name="features"/> a sample.</summary>
    public BatchTopKCollector(int features, int width, int k)
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
    public override bool ChoosesFromBatch => true;

    /// <inheritdoc/>
    public override bool IsIntact => Codes.IsIntact && _values.IsIntact && _places.IsIntact && _ends.IsIntact;

    /// <inheritdoc/>
    public override void Keep(int? k) => _k = Math.Min(k ?? _ownK, _features);

    /// <inheritdoc/>
    public override void Begin(int rows, int panels, float* thresholds, int batchRows)
    {
        (_rows, _count) = (rows, 0);
        _wanted = batchRows * _k; // All of them may be in this part.
        _capacity = (int)Math.Min((long)_wanted + Math.Max(_wanted, LeastRoom), (long)rows * _features);
        _bound = _wanted >= LeastForGuess ? _guess : 0;
        _values.Grow((long)_capacity + TLanes.TileFeatures * _panelRows);
        _places.Grow(_values.Length);
        _ends.Grow(batchRows);
        Codes.Clear(panels);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Take(float* tile, int feature, int count, int panel)
    {
        float* values = _values.Pointer;
        int* places = _places.Pointer;
        var (bound, end) = (TLanes.Broadcast(_bound), _count);
        for (var row = 0; row < count; row++, tile += _panelRows)
        {
            for (var half = 0; half < _panelRows; half += TLanes.Count)
            {
                var above = TLanes.Above(TLanes.Load(tile + half), bound);
                for (; above != 0; above &= above - 1)
                {
                    var column = half + BitOperations.TrailingZeroCount(above);
                    values[end] = Math.Abs(tile[column]); // NaN may be negative, and is to count as the largest.
                    places[end++] = (panel * _panelRows + column) * _features + feature + row;
                }
            }
        }

        _count = end;
        if (end > _capacity)
        {
            Cut(_wanted + _wanted / 8);
        }
    }

    /// <inheritdoc/>
    public override void Follow(CodeCollector first) => _guess = ((BatchTopKCollector<TLanes, TVector>)first)._guess;

    /// <inheritdoc/>
    public override void Append(CodeCollector next, int firstSample)
    {
        var other = (BatchTopKCollector<TLanes, TVector>)next;
        _values.Grow((long)_count + other._count);
        _places.Grow(_values.Length);
        new Span<float>(other._values.Pointer, other._count).CopyTo(new Span<float>(_values.Pointer + _count, other._count));
        for (var i = 0; i < other._count; i++)
        {
            _places.Pointer[_count + i] = other._places.Pointer[i] + firstSample * _features;
        }

        Codes.Clear(Codes.Panels + other.Codes.Panels);
        (_count, _rows) = (_count + other._count, _rows + other._rows);
    }

    /// <inheritdoc/>
    public override bool End()
    {
        if (_count < _wanted && _bound > 0)
        {
            (_guess, _caution) = (0, _caution * 0.8f);
            return false;
        }

        if (_count > _wanted)
        {
            Cut(_wanted);
        }

        _guess = _count == _wanted && float.IsFinite(_bound) ? _bound * _caution : 0;
        SortBySample();
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Codes.Dispose();
        _values.Dispose();
        _places.Dispose();
        _ends.Dispose();
    }

    private void Cut(int most)
    {
        var least = BatchSelection.KeepLargest(_values.Pointer, _places.Pointer, ref _count, _wanted, most);
        // One that is equal may still come from an earlier sample. Only NaN is above infinity; samples beyond the batch would be above NaN.
        _bound = float.IsNaN(least) ? float.PositiveInfinity : MathF.BitDecrement(least);
    }

    /// <summary>Those of a sample are in the order of their features already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SortBySample()
    {
        Codes.Reserve(_count);
        int* places = _places.Pointer,
            ends = _ends.Pointer;
        var perFeature = 1.0 / _features;
        new Span<int>(ends, _rows).Clear();
        for (var i = 0; i < _count; i++)
        {
            ends[SampleOf(places[i], perFeature)]++;
        }

        for (int sample = 0, start = 0; sample < _rows; sample++)
        {
            (ends[sample], start) = (start, start + ends[sample]);
        }

        for (var i = 0; i < _count; i++)
        {
            var sample = SampleOf(places[i], perFeature);
            var to = ends[sample]++;
            Codes.Values[to] = _values.Pointer[i];
            Codes.Samples[to] = sample;
            Codes.Features[to] = places[i] - sample * _features;
        }

        Codes.Count = _count;
        for (int first = 0, panel = 0; first < _rows; first += _panelRows, panel++)
        {
            Codes.PanelEnds[panel] = ends[Math.Min(first + _panelRows, _rows) - 1];
        }
    }

    /// <summary>place / F: a product in double precision, exact for all integers, takes a fifth of the time of a division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SampleOf(int place, double perFeature) => (int)((place + 0.5) * perFeature);
}
