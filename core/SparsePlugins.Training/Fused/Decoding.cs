using System.Runtime.CompilerServices;

namespace SparsePlugins.Training.Fused;

/// <summary>The third verb: what the codes leave over. Only the rows of active features are read.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class Decoding<TLanes, TVector>(int width) : IDisposable, IGuarded
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private static readonly int _panelRows = 2 * TLanes.Count;

    private readonly int _padded = Sizes.RoundUp(width, TLanes.Count);
    private readonly NativeBuffer<float> _errors = new();

    /// <summary>[B, padded D] x_hat - x, the columns beyond D 0.</summary>
    public float* Errors => _errors.Pointer;

    /// <inheritdoc/>
    public bool IsIntact => _errors.IsIntact;

    /// <summary>Decodes a batch.</summary>
    /// <param name="decoder">[F, padded D].</param>
    /// <param name="bias">[padded D].</param>
    /// <param name="batch">What was encoded.</param>
    /// <param name="codes">Its codes.</param>
    public void Run(float* decoder, float* bias, PackedBatch batch, CodeList codes)
    {
        _errors.Grow((long)batch.RowCount * _padded);
        var entry = 0;
        for (int first = 0, panel = 0; first < batch.RowCount; first += _panelRows, panel++)
        {
            for (var row = first; row < Math.Min(first + _panelRows, batch.RowCount); row++)
            {
                Rows<TLanes, TVector>.Subtract(ErrorRow(row), bias, batch.Rows + (long)row * _padded, _padded);
            }

            AddCodes(decoder, codes, entry, codes.PanelEnds[panel]);
            entry = codes.PanelEnds[panel];
        }
    }

    /// <summary>The squared error of a row.</summary>
    public float SquaredError(int row) => Rows<TLanes, TVector>.Dot(ErrorRow(row), ErrorRow(row), _padded);

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _errors.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* ErrorRow(int row) => _errors.Pointer + (long)row * _padded;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddCodes(float* decoder, CodeList codes, int entry, int end)
    {
        float* values = codes.Values;
        int* samples = codes.Samples,
            features = codes.Features;
        if (!codes.IsSampleMajor)
        {
            RowSums<TLanes, TVector>.Scatter(
                _errors.Pointer,
                decoder,
                _padded,
                samples + entry,
                features + entry,
                values + entry,
                end - entry
            );
            return;
        }

        while (entry < end)
        {
            var sample = samples[entry];
            var next = entry + 1;
            while (next < end && samples[next] == sample)
            {
                next++;
            }

            RowSums<TLanes, TVector>.AddListed(ErrorRow(sample), decoder, _padded, features + entry, values + entry, next - entry);
            entry = next;
        }
    }
}
