using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>The codes that are not 0, feature after feature: where each was active, and how strongly.</summary>
/// <param name="features">F.</param>
internal sealed unsafe class LatentLists(int features) : IDisposable, IGuarded
{
    private readonly NativeBuffer<int> _ends = new(features + 1);
    private readonly NativeBuffer<float> _values = new();
    private readonly NativeBuffer<int> _samples = new();

    /// <summary>The codes.</summary>
    public float* Values => _values.Pointer;

    /// <summary>Their rows of the batch, ascending within a feature.</summary>
    public int* Samples => _samples.Pointer;

    /// <inheritdoc/>
    public bool IsIntact => _ends.IsIntact && _values.IsIntact && _samples.IsIntact;

    /// <summary>The first entry of a feature.</summary>
    public int Start(int feature) => _ends.Pointer[feature];

    /// <summary>The entries of a feature.</summary>
    public int Count(int feature) => _ends.Pointer[feature + 1] - _ends.Pointer[feature];

    /// <summary>Sorts by feature, keeping the order within one.</summary>
    public void Sort(CodeList codes)
    {
        _values.Grow(codes.Count);
        _samples.Grow(codes.Count);
        CountPerFeature(codes.Features, codes.Count);
        Place(codes.Values, codes.Samples, codes.Features, codes.Count);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _ends.Dispose();
        _values.Dispose();
        _samples.Dispose();
    }

    /// <summary>Leaves the start of feature f at f + 1; placing its entries moves that to its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountPerFeature(int* featureOf, int count)
    {
        var next = _ends.Pointer + 1;
        new Span<int>(_ends.Pointer, features + 1).Clear();
        for (var entry = 0; entry < count; entry++)
        {
            next[featureOf[entry]]++;
        }

        for (int feature = 0, start = 0; feature < features; feature++)
        {
            (next[feature], start) = (start, start + next[feature]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Place(float* values, int* samples, int* featureOf, int count)
    {
        float* sortedValues = _values.Pointer;
        int* next = _ends.Pointer + 1,
            sortedSamples = _samples.Pointer;
        for (var entry = 0; entry < count; entry++)
        {
            var place = next[featureOf[entry]]++;
            sortedValues[place] = values[entry];
            sortedSamples[place] = samples[entry];
        }
    }
}
