namespace SparsePlugins.Kernels;

/// <summary>The codes that are not 0: (value, sample, feature), panel after panel.</summary>
/// <param name="isSampleMajor">Whether those of a panel are sorted by sample, then feature; otherwise by feature, then sample.</param>
internal sealed unsafe class CodeList(bool isSampleMajor) : IDisposable, IGuarded
{
    private readonly NativeBuffer<float> _values = new();
    private readonly NativeBuffer<int> _samples = new();
    private readonly NativeBuffer<int> _features = new();
    private readonly NativeBuffer<int> _panelEnds = new();

    /// <summary>Whether those of a panel are sorted by sample, then feature.</summary>
    public bool IsSampleMajor => isSampleMajor;

    /// <summary>Entries.</summary>
    public int Count { get; set; }

    /// <summary>Panels.</summary>
    public int Panels { get; private set; }

    /// <summary>The codes.</summary>
    public float* Values => _values.Pointer;

    /// <summary>Their rows of the batch.</summary>
    public int* Samples => _samples.Pointer;

    /// <summary>Their features.</summary>
    public int* Features => _features.Pointer;

    /// <summary>Entries up to and with each panel.</summary>
    public int* PanelEnds => _panelEnds.Pointer;

    /// <inheritdoc/>
    public bool IsIntact => _values.IsIntact && _samples.IsIntact && _features.IsIntact && _panelEnds.IsIntact;

    /// <summary>Forgets the entries.</summary>
    public void Clear(int panels)
    {
        (Count, Panels) = (0, panels);
        _panelEnds.Grow(panels);
    }

    /// <summary>Appends the codes of the panels that follow.</summary>
    /// <param name="next">Theirs, with samples numbered from 0.</param>
    /// <param name="firstSample">The number of the first.</param>
    public void Append(CodeList next, int firstSample)
    {
        Reserve(next.Count);
        new Span<float>(next.Values, next.Count).CopyTo(new Span<float>(Values + Count, next.Count));
        new Span<int>(next.Features, next.Count).CopyTo(new Span<int>(Features + Count, next.Count));
        Shift(next.Samples, Samples + Count, next.Count, firstSample);
        _panelEnds.Grow(Panels + next.Panels);
        Shift(next.PanelEnds, PanelEnds + Panels, next.Panels, Count);
        (Count, Panels) = (Count + next.Count, Panels + next.Panels);
    }

    /// <summary>Makes room for <paramref name="more"/> entries.</summary>
    public void Reserve(int more)
    {
        var needed = (long)Count + more;
        if (needed > _values.Length)
        {
            var length = Math.Max(needed, 2 * _values.Length);
            _values.Grow(length);
            _samples.Grow(length);
            _features.Grow(length);
        }
    }

    /// <summary>The first entry, up to <paramref name="end"/>, of another sample than that of an entry.</summary>
    public int EndOfSample(int entry, int end)
    {
        var samples = Samples;
        var sample = samples[entry];
        while (entry < end && samples[entry] == sample)
        {
            entry++;
        }

        return entry;
    }

    /// <summary>The first entry of a feature not below <paramref name="feature"/>, among some in which features ascend.</summary>
    public int FirstFrom(int feature, int entry, int end)
    {
        while (entry < end)
        {
            var middle = entry + (end - entry) / 2;
            (entry, end) = Features[middle] < feature ? (middle + 1, end) : (entry, middle);
        }

        return entry;
    }

    private static void Shift(int* from, int* to, int count, int offset)
    {
        for (var i = 0; i < count; i++)
        {
            to[i] = from[i] + offset;
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _values.Dispose();
        _samples.Dispose();
        _features.Dispose();
        _panelEnds.Dispose();
    }
}
