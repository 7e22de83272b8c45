using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Rows of texts, shuffled by permutations that take no memory.</summary>
/// <param name="training">Those to train on; disposed with the stream.</param>
/// <param name="heldOut">Those that are held out; disposed with the stream.</param>
/// <param name="context">Its seed draws the orders.</param>
internal sealed class LanguageModelStream(IRowStore training, IRowStore heldOut, ComponentContext context) : IActivationStream
{
    private bool _disposed;

    /// <summary>Opens the rows of both splits, and closes those to train on where the others can't be opened.</summary>
    /// <param name="training">Opens those to train on.</param>
    /// <param name="heldOut">Opens those that are held out.</param>
    /// <param name="context">Its seed draws the orders.</param>
    public static LanguageModelStream Open(Func<IRowStore> training, Func<IRowStore> heldOut, ComponentContext context)
    {
        var first = training();
        try
        {
            return new LanguageModelStream(first, heldOut(), context);
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    public long? RowCount(DataSplit split) => Rows(split).Count;

    public Tensor Batch(DataSplit split, long index, int rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, (long.MaxValue / rows) - 1);
        using var scope = NewDisposeScope();
        return Rows(split).Select(Numbers(split, index * rows, rows)).to(context.Device).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            training.Dispose();
            heldOut.Dispose();
        }
    }

    private IRowStore Rows(DataSplit split) => split == DataSplit.Evaluation ? heldOut : training;

    private long[] Numbers(DataSplit split, long position, int rows)
    {
        var size = RowCount(split)!.Value;
        var numbers = new long[rows];
        var (order, epoch) = (default(ShuffledOrder), -1L);
        for (var i = 0; i < rows; i++, position++)
        {
            if (position / size != epoch)
            {
                epoch = position / size;
                order = Order(split, epoch);
            }

            numbers[i] = order![position % size];
        }

        return numbers;
    }

    private ShuffledOrder Order(DataSplit split, long epoch) =>
        new(
            RowCount(split)!.Value,
            context.Seed.Derive(
                split switch
                {
                    DataSplit.Training => FormattableString.Invariant($"training/{epoch}"),
                    DataSplit.Initialization => "initialization",
                    _ => "evaluation",
                }
            )
        );
}
