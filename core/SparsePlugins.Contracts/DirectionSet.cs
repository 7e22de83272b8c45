using System.Numerics;
using System.Runtime.InteropServices;

namespace SparsePlugins.Contracts;

/// <summary>
/// Directions by slot, and which of them a row coincides with. Two rows are one direction where their cosine is 1 - <see cref="Tolerance"/> or more: copies,
/// near-copies and positive multiples of each other are, opposite rows are not. Rows of zeros have no direction; they coincide with each other alone.
/// </summary>
/// <remarks>
/// Exact: cosines are compared in float64, as |u - v|^2 of the rows scaled to length 1. Fast: no projection of two coinciding rows differs by more than
/// they do, so a row is compared only with those in its cells of a grid over six fixed random projections.
/// </remarks>
/// <param name="width">D, numbers in a row.</param>
public sealed class DirectionSet(int width)
{
    /// <summary>How far below 1 the cosine of two different directions is at least.</summary>
    public const double Tolerance = 1e-6;

    private const double SquaredRadius = 2 * Tolerance; // |u - v|^2 = 2 - 2 cos
    private const int None = -1;
    private const int BlockFloats = 1 << 16;

    private readonly DirectionGrid _grid = new(width, Math.Sqrt(SquaredRadius));
    private readonly Dictionary<GridCell, int> _first = [];
    private int[] _next = []; // The next slot of the same cell.
    private GridCell[] _cells = [];
    private double[] _scales = []; // 1 over the length of a row; 0 where that is 0.
    private readonly List<float[]> _blocks = []; // Rows, in pieces: one array holds at most 2^31 numbers.
    private readonly int _rowsPerBlock = Math.Max(1, BlockFloats / width);

    /// <summary>Slots in use: 0 to <see cref="Count"/> - 1.</summary>
    public int Count { get; private set; }

    /// <summary>The row of a slot; valid until the set changes.</summary>
    /// <param name="slot">Below <see cref="Count"/>.</param>
    public ReadOnlySpan<float> this[int slot] => RowOf(Checked(slot));

    /// <summary>Takes a row if it is a new direction: not zero, and coinciding with none that was taken before.</summary>
    /// <param name="row">[D].</param>
    /// <returns>Whether it was taken.</returns>
    public bool Add(ReadOnlySpan<float> row)
    {
        var scale = RowLength.Inverse(row);
        if (scale == 0 || Find(row, scale, found: null))
        {
            return false;
        }

        Put(Count, row, scale);
        return true;
    }

    /// <summary>Finds the slots whose directions a row coincides with; none for a new direction.</summary>
    /// <param name="row">[D].</param>
    /// <param name="found">Takes the slots, in no particular order, in place of what it held.</param>
    public void Find(ReadOnlySpan<float> row, List<int> found)
    {
        found.Clear();
        Find(row, RowLength.Inverse(row), found);
    }

    /// <summary>Writes a row to a slot, whatever it coincides with.</summary>
    /// <param name="slot">One in use, or <see cref="Count"/> for a new one.</param>
    /// <param name="row">[D].</param>
    public void Put(int slot, ReadOnlySpan<float> row) => Put(slot, row, RowLength.Inverse(row));

    /// <summary>Frees a slot; the last row moves there.</summary>
    /// <param name="slot">Below <see cref="Count"/>.</param>
    public void RemoveAt(int slot)
    {
        Unlink(Checked(slot));
        var last = Count - 1;
        if (slot != last)
        {
            Unlink(last);
            RowOf(last).CopyTo(RowOf(slot));
            _scales[slot] = _scales[last];
            Link(slot, _cells[last]);
        }

        Count--;
    }

    private Span<float> RowOf(int slot) => _blocks[slot / _rowsPerBlock].AsSpan(slot % _rowsPerBlock * width, width);

    private int Checked(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)Count, nameof(slot));
        return slot;
    }

    private void Put(int slot, ReadOnlySpan<float> row, double scale)
    {
        if (slot == Count)
        {
            Reserve(Count + 1);
            Count++;
        }
        else
        {
            Unlink(Checked(slot));
        }

        row.CopyTo(RowOf(slot));
        _scales[slot] = scale;
        Link(slot, _grid.CellOf(row, scale));
    }

    /// <summary>Whether the row coincides with any, and with which, where that is asked for. Allocates nothing: it runs in training steps.</summary>
    private bool Find(ReadOnlySpan<float> row, double scale, List<int>? found)
    {
        Span<GridCell> cells = stackalloc GridCell[DirectionGrid.MostCells];
        foreach (var cell in cells[.._grid.CellsAround(row, scale, cells)])
        {
            for (var slot = _first.GetValueOrDefault(cell, None); slot != None; slot = _next[slot])
            {
                if (RowLength.IsWithin(SquaredRadius, row, scale, this[slot], _scales[slot]))
                {
                    if (found is null)
                    {
                        return true;
                    }

                    found.Add(slot);
                }
            }
        }

        return found is { Count: > 0 };
    }

    private void Link(int slot, GridCell cell)
    {
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_first, cell, out var exists);
        _next[slot] = exists ? first : None;
        _cells[slot] = cell;
        first = slot;
    }

    private void Unlink(int slot)
    {
        var cell = _cells[slot];
        ref var link = ref CollectionsMarshal.GetValueRefOrNullRef(_first, cell);
        while (link != slot)
        {
            link = ref _next[link];
        }

        link = _next[slot];
        if (_first[cell] == None)
        {
            _first.Remove(cell);
        }
    }

    private void Reserve(int slots)
    {
        if (slots > _next.Length)
        {
            var size = (int)BitOperations.RoundUpToPowerOf2((uint)slots);
            Array.Resize(ref _next, size);
            Array.Resize(ref _cells, size);
            Array.Resize(ref _scales, size);
        }

        while (_blocks.Count * _rowsPerBlock < slots)
        {
            _blocks.Add(new float[_rowsPerBlock * width]);
        }
    }
}
