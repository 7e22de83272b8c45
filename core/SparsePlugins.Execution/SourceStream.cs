using System.Diagnostics;
using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>The batches of an open source, each checked.</summary>
/// <param name="source">The source, which messages name.</param>
/// <param name="stream">Its stream.</param>
/// <param name="width">D.</param>
internal sealed class SourceStream(Component source, IActivationStream stream, int width) : IDisposable
{
    private readonly Stopwatch _clock = new();

    /// <summary>D.</summary>
    public int Width => width;

    /// <summary>Seconds spent on drawing.</summary>
    public double Seconds => _clock.Elapsed.TotalSeconds;

    /// <summary>Rows of a split, or <see langword="null"/> where there is no end.</summary>
    public long? RowCount(DataSplit split) => stream.RowCount(split);

    /// <summary>Batches of a split up to a number of rows; the last may be shorter.</summary>
    public IEnumerable<Tensor> Chunks(DataSplit split, long rows, int batchRows)
    {
        for (long index = 0, drawn = 0; drawn < rows; index++, drawn += batchRows)
        {
            var batch = Draw(split, index, batchRows);
            yield return rows - drawn < batchRows ? batch[..(int)(rows - drawn)].clone() : batch;
        }
    }

    /// <summary>Batch number <paramref name="index"/> of a split: [rows, D], which the caller disposes.</summary>
    /// <exception cref="ComponentException">The source failed or broke its contract.</exception>
    public Tensor Draw(DataSplit split, long index, int rows)
    {
        using var scope = NewDisposeScope();
        _clock.Start();
        var batch = PluginCall.Call(source, () => stream.Batch(split, index, rows));
        _clock.Stop();
        if (batch.shape is not [var r, var d] || r != rows || d != width || batch.dtype != ScalarType.Float32)
        {
            throw ComponentException.For(
                source,
                $"batch {index} is {batch.dtype} [{string.Join(", ", batch.shape)}]; expected Float32 [B, D] = [{rows}, {width}]"
            );
        }

        // Training batches are searched once a loss is no number: NonFiniteLoss.
        return split == DataSplit.Training || NonFiniteValue.FindIn(batch) is not { } place
            ? batch.MoveToOuterDisposeScope()
            : throw ComponentException.For(source, $"batch {index} of the {split.ToString().ToLowerInvariant()} split holds {place}");
    }

    /// <summary>Closes it.</summary>
    /// <exception cref="ComponentException">The source failed to close.</exception>
    public void Dispose() => PluginCall.Call(source, Close);

    private IActivationStream Close()
    {
        stream.Dispose();
        return stream;
    }
}
