namespace SparsePlugins.Kernels;

/// <summary>A row of scratch memory for each thread.</summary>
/// <param name="length">Floats.</param>
internal sealed unsafe class ScratchRows(int length) : IDisposable, IGuarded
{
    private readonly List<NativeBuffer<float>> _rows = [];

    /// <inheritdoc/>
    public bool IsIntact => _rows.TrueForAll(row => row.IsIntact);

    /// <summary>Makes rows for so many threads.</summary>
    public void Prepare(int threads)
    {
        while (_rows.Count < threads)
        {
            _rows.Add(new NativeBuffer<float>(length));
        }
    }

    /// <summary>The row of a thread, from 0.</summary>
    public float* Of(int thread) => _rows[thread].Pointer;

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _rows.ForEach(row => row.Dispose());
}
