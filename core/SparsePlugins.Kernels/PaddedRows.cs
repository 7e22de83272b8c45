namespace SparsePlugins.Kernels;

/// <summary>Rows as whole vectors: themselves where their length allows, else a copy with zeros behind each.</summary>
/// <param name="count">Rows.</param>
/// <param name="length">Of a row.</param>
/// <param name="lanes">Floats in a vector.</param>
internal sealed unsafe class PaddedRows(int count, int length, int lanes) : IDisposable, IGuarded
{
    private readonly int _padded = Sizes.RoundUp(length, lanes);
    private readonly NativeBuffer<float> _copy = new(length % lanes == 0 ? 0 : (long)count * Sizes.RoundUp(length, lanes));

    /// <inheritdoc/>
    public bool IsIntact => _copy.IsIntact;

    /// <summary>[count, padded length]; as the rows are now.</summary>
    public float* Of(float* rows)
    {
        if (_padded == length)
        {
            return rows;
        }

        for (long row = 0; row < count; row++)
        {
            new Span<float>(rows + row * length, length).CopyTo(new Span<float>(_copy.Pointer + row * _padded, length));
        }

        return _copy.Pointer;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _copy.Dispose();
}
