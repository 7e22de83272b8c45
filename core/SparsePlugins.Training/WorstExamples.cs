using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>The examples with the largest squared error since the last clearing: a bounded, streaming top-k.</summary>
/// <param name="capacity">W, most examples kept.</param>
public sealed class WorstExamples(int capacity) : ICheckpointed, IDisposable
{
    private const string ExamplesName = "worst_examples";
    private const string ResidualsName = "worst_residuals";
    private const string LossesName = "worst_losses";

    private Tensor? _examples; // [W, D]
    private Tensor? _residuals; // [W, D]
    private Tensor? _losses; // [W], largest first

    /// <summary>[W, D]; worst first. Null before the first batch, as are the others.</summary>
    public Tensor? Examples => _examples;

    /// <summary>[W, D] x - x_hat at the time.</summary>
    public Tensor? Residuals => _residuals;

    /// <summary>[W] squared errors at the time.</summary>
    public Tensor? Losses => _losses;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, Tensor>> State =>
        _losses is null ? [] : [new(ExamplesName, _examples!), new(ResidualsName, _residuals!), new(LossesName, _losses)];

    /// <inheritdoc/>
    public void Restore(TensorBundle bundle)
    {
        Clear();
        if (bundle.Find(LossesName) is { } losses)
        {
            var (examples, residuals) = (bundle.Get(ExamplesName), bundle.Get(ResidualsName));
            Check(examples, losses);
            Check(residuals, losses);
            Replace(ref _examples, examples.clone());
            Replace(ref _residuals, residuals.clone());
            Replace(ref _losses, losses.clone());
        }
    }

    /// <summary>Takes note of a batch.</summary>
    /// <param name="batch">[B, D].</param>
    /// <param name="result">What the update's forward pass saw of it.</param>
    public void Observe(Tensor batch, IStepResult result)
    {
        using var scope = NewDisposeScope();
        var losses = _losses is null ? result.Errors : cat([_losses, result.Errors]);
        var (values, order) = losses.topk((int)Math.Min(capacity, losses.shape[0]));
        Replace(ref _examples, Pick(_examples, batch, order));
        Replace(ref _residuals, Pick(_residuals, result.Residuals, order));
        Replace(ref _losses, values);
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Replace(ref _examples, null);
        Replace(ref _residuals, null);
        Replace(ref _losses, null);
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose() => Clear();

    private void Check(Tensor rows, Tensor losses)
    {
        if (losses.shape is not [var count] || count > capacity || rows.shape is not [var side, _] || side != count)
        {
            throw new InvalidDataException(
                $"the worst examples are [{string.Join(", ", rows.shape)}] with losses [{string.Join(", ", losses.shape)}]; expected [W, D] and [W], W at most {capacity}"
            );
        }
    }

    private static Tensor Pick(Tensor? kept, Tensor added, Tensor order) =>
        (kept is null ? added : cat([kept, added])).index_select(0, order);

    private static void Replace(ref Tensor? kept, Tensor? value)
    {
        kept?.Dispose();
        kept = value?.DetachFromDisposeScope();
    }
}
