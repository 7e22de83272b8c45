using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Features;

/// <summary>Held-out rows of a source: contexts of text where it has them, batches elsewhere.</summary>
/// <param name="source">The source.</param>
/// <param name="most">About how many rows.</param>
/// <param name="stop">Set when the user stops it.</param>
internal sealed class FeatureRows(FeatureSource source, long most, CancellationToken stop)
{
    private const int BatchRows = 1024;

    /// <summary>Hands every batch over, and the model after all of them.</summary>
    /// <param name="visit">Called with rows [R, D], which are freed afterwards, and the context that they are of.</param>
    /// <param name="conclude">Called where the rows are of text.</param>
    /// <exception cref="ComponentException">The source failed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Read(Action<Tensor, ContextRows?> visit, Action<IReadableModel> conclude) =>
        ComponentException.Guard(
            source.Component,
            () =>
            {
                using var context = source.CreateContext(stop);
                var opened = source.Create();
                if (opened is ILanguageModelSource text)
                {
                    using var model = text.OpenModel(context);
                    if (model is IReadableModel readable)
                    {
                        ReadContexts(model.Contexts, readable, visit);
                        conclude(readable);
                        return true;
                    }
                }

                using var stream = opened.Open(context);
                ReadBatches(stream, visit);
                return true;
            }
        );

    private void ReadContexts(int contexts, IReadableModel model, Action<Tensor, ContextRows?> visit)
    {
        var rows = 0L;
        for (var context = 0; context < contexts && rows < most; context++)
        {
            stop.ThrowIfCancellationRequested();
            var read = model.ReadContext(context);
            using (read.Rows)
            {
                rows += read.Positions.Count;
                if (read.Positions.Count > 0)
                {
                    visit(read.Rows, read);
                }
            }
        }
    }

    private void ReadBatches(IActivationStream stream, Action<Tensor, ContextRows?> visit)
    {
        var rows = Math.Min(most, stream.RowCount(DataSplit.Evaluation) ?? most);
        for (long index = 0, done = 0; done < rows; index++, done += BatchRows)
        {
            stop.ThrowIfCancellationRequested();
            using var batch = stream.Batch(DataSplit.Evaluation, index, BatchRows);
            using var kept = batch.narrow(0, 0, Math.Min(BatchRows, rows - done));
            visit(kept, null);
        }
    }
}
