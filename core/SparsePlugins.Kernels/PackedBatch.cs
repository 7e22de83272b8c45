using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparsePlugins.Kernels;

/// <summary>
/// A batch as the kernels read it. Panels: groups of samples, transposed, so that a vector holds one activation of neighbouring samples. Rows: the samples as
/// they came, their length padded with zeros to whole vectors.
/// </summary>
internal sealed unsafe class PackedBatch : IDisposable, IGuarded
{
    private const int Block = 4;

    private readonly NativeBuffer<float> _panels = new();
    private readonly NativeBuffer<float> _rows = new();

    /// <summary>[panel][D][samples of a panel].</summary>
    public float* Panels => _panels.Pointer;

    /// <summary>[B, padded D].</summary>
    public float* Rows { get; private set; }

    /// <summary>B.</summary>
    public int RowCount { get; private set; }

    /// <summary>D.</summary>
    public int Width { get; private set; }

    /// <inheritdoc/>
    public bool IsIntact => _panels.IsIntact && _rows.IsIntact;

    /// <summary>Packs [B, D] floats.</summary>
    /// <param name="source">Must stay where it is while the packed batch is in use: whole rows are not copied.</param>
    /// <param name="rows">B.</param>
    /// <param name="width">D.</param>
    /// <param name="lanes">Floats in a vector; a panel has twice as many samples.</param>
    public void Pack(float* source, int rows, int width, int lanes)
    {
        var panelRows = 2 * lanes;
        var padded = Sizes.RoundUp(width, lanes);
        (RowCount, Width) = (rows, width);
        _panels.Grow((long)Sizes.RoundUp(rows, panelRows) * width);
        for (var first = 0; first < rows; first += panelRows)
        {
            Transpose(source + (long)first * width, Math.Min(panelRows, rows - first), width, Panels + (long)first * width, panelRows);
        }

        Rows = padded == width ? source : CopyRows(source, rows, width, padded);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _panels.Dispose();
        _rows.Dispose();
    }

    private float* CopyRows(float* source, int rows, int width, int padded)
    {
        _rows.Grow((long)rows * padded);
        for (var row = 0; row < rows; row++)
        {
            var copy = new Span<float>(_rows.Pointer + (long)row * padded, padded);
            new Span<float>(source + (long)row * width, width).CopyTo(copy);
            copy[width..].Clear();
        }

        return _rows.Pointer;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* source, int rows, int width, float* panel, int panelRows)
    {
        var wholeRows = rows - rows % Block;
        var wholeWidth = width - width % Block;
        for (var row = 0; row < wholeRows; row += Block)
        {
            var from = source + (long)row * width;
            for (var column = 0; column < wholeWidth; column += Block)
            {
                TransposeBlock(from + column, width, panel + (long)column * panelRows + row, panelRows);
            }
        }

        CopyRest(source, rows, width, panel, panelRows, fromRow: 0, fromColumn: wholeWidth);
        if (rows < panelRows)
        {
            CopyRest(source, rows, width, panel, panelRows, wholeRows, fromColumn: 0);
        }
    }

    private static void CopyRest(float* source, int rows, int width, float* panel, int panelRows, int fromRow, int fromColumn)
    {
        for (var column = fromColumn; column < width; column++)
        {
            var to = panel + (long)column * panelRows;
            for (var row = fromRow; row < rows; row++)
            {
                to[row] = source[(long)row * width + column];
            }

            new Span<float>(to + rows, panelRows - rows).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock(float* from, nint width, float* to, nint panelRows)
    {
        var (a, b) = Fours.Interleave(Vector128.Load(from), Vector128.Load(from + 2 * width));
        var (c, d) = Fours.Interleave(Vector128.Load(from + width), Vector128.Load(from + 3 * width));
        var (column0, column1) = Fours.Interleave(a, c);
        var (column2, column3) = Fours.Interleave(b, d);
        column0.Store(to);
        column1.Store(to + panelRows);
        column2.Store(to + 2 * panelRows);
        column3.Store(to + 3 * panelRows);
    }
}
