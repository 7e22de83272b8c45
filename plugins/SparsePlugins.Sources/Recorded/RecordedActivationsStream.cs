using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Sources;

/// <summary>Recorded rows, split and shuffled by permutations that take no memory.</summary>
internal sealed class RecordedActivationsStream : IActivationStream
{
    private readonly ComponentContext _context;
    private readonly RecordedRows _rows;
    private readonly int _width;
    private readonly long _heldOut;
    private readonly ShuffledOrder _split; // its first rows are held out, the others trained on
    private bool _disposed;

    /// <summary>Opens the files.</summary>
    /// <param name="matrices">The files, all of one width.</param>
    /// <param name="heldOut">Rows that are held out, at least 1 and fewer than there are.</param>
    /// <param name="context">Its seed draws them.</param>
    public RecordedActivationsStream(IReadOnlyList<RecordedMatrix> matrices, long heldOut, ComponentContext context)
    {
        _context = context;
        _rows = new RecordedRows(matrices);
        _width = matrices[0].Width;
        _heldOut = heldOut;
        _split = new ShuffledOrder(_rows.Count, context.Seed.Derive("split"));
    }

    public long? RowCount(DataSplit split) => Size(split);

    public Tensor Batch(DataSplit split, long index, int rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, (long.MaxValue / rows) - 1);
        _rows.RequireWhole();
        return Rows.ToTensor(rows, _width, _context.Device, values => Fill(values, split, index * rows));
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _rows.Dispose();
        }
    }

    private void Fill(Span<float> values, DataSplit split, long position)
    {
        var size = Size(split);
        var (order, epoch) = (default(ShuffledOrder), -1L);
        for (; !values.IsEmpty; values = values[_width..], position++)
        {
            if (position / size != epoch)
            {
                epoch = position / size;
                order = Order(split, epoch);
            }

            var place = position % size;
            _rows.Read(order is null ? _split[place] : _split[_heldOut + order[place]], values[.._width]);
        }
    }

    private long Size(DataSplit split) => split == DataSplit.Evaluation ? _heldOut : _rows.Count - _heldOut;

    // Null where rows are taken in the order of the split, which is random already.
    private ShuffledOrder? Order(DataSplit split, long epoch) =>
        split switch
        {
            DataSplit.Training => new ShuffledOrder(Size(split), _context.Seed.Derive($"training/{epoch}")),
            DataSplit.Initialization => new ShuffledOrder(Size(split), _context.Seed.Derive("initialization")),
            _ => null,
        };
}
