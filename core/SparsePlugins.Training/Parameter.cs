using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>A trained tensor with the moments that Adam keeps of its gradient.</summary>
/// <param name="start">Its first value; copied.</param>
/// <param name="isAveraged">Whether an average of the value is kept, too.</param>
public sealed class Parameter(Tensor start, bool isAveraged = false) : IDisposable
{
    /// <summary>The value; a leaf of the autograd graph.</summary>
    public Tensor Value { get; } = Own(start.detach().clone()).requires_grad_();

    /// <summary>Running mean of the gradient.</summary>
    public Tensor FirstMoment { get; } = Own(zeros_like(start));

    /// <summary>Running mean of the squared gradient.</summary>
    public Tensor SecondMoment { get; } = Own(zeros_like(start));

    /// <summary>Exponential average of the value over the updates; <see langword="null"/> where none is kept.</summary>
    public Tensor? Average { get; } = isAveraged ? Own(start.detach().clone()) : null;

    /// <summary>Value, moments and average by the names that a checkpoint gives them; not copied.</summary>
    /// <param name="name">Of the value.</param>
    internal IEnumerable<KeyValuePair<string, Tensor>> State(string name)
    {
        IEnumerable<KeyValuePair<string, Tensor>> own =
        [
            new(name, Value),
            new(name + ".first_moment", FirstMoment),
            new(name + ".second_moment", SecondMoment),
        ];
        return Average is null ? own : own.Append(new(name + ".average", Average));
    }

    /// <summary>Overwrites some rows, in the average as well, and forgets what Adam knew of them.</summary>
    /// <param name="indices">[K] int64.</param>
    /// <param name="rows">[K, ...].</param>
    public void Replace(Tensor indices, Tensor rows)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Value.index_copy_(0, indices, rows);
        Average?.index_copy_(0, indices, rows);
        FirstMoment.index_fill_(0, indices, 0.0);
        SecondMoment.index_fill_(0, indices, 0.0);
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Value.Dispose();
        FirstMoment.Dispose();
        SecondMoment.Dispose();
        Average?.Dispose();
    }

    private static Tensor Own(Tensor tensor) => tensor.DetachFromDisposeScope();
}
