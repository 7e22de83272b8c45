using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary>A parameter of N autoencoders in one tensor, of which each of their own tensors becomes a part.</summary>
internal sealed class StackedEntry : IDisposable
{
    private StackedEntry(ParameterShape shape, Tensor value, StackedMoments? moments)
    {
        (Shape, Value, Moments) = (shape, value, moments);
    }

    /// <summary>What the architecture asked for, of each.</summary>
    public ParameterShape Shape { get; }

    /// <summary>[N, ...].</summary>
    public Tensor Value { get; }

    /// <summary>What Adam and averaging keep; <see langword="null"/> for a buffer.</summary>
    public StackedMoments? Moments { get; }

    /// <summary>Moves the entries of one parameter into a stack.</summary>
    /// <param name="entries">Of each autoencoder, with equal shapes.</param>
    public static StackedEntry Create(IReadOnlyList<StateEntry> entries)
    {
        using var _ = no_grad();
        var value = Join([.. entries.Select(entry => entry.Value)]);
        Parameter[] trained = [.. entries.Select(entry => entry.Trained).OfType<Parameter>()];
        return trained.Length == 0
            ? new(entries[0].Shape, value, null)
            : new(entries[0].Shape, value.requires_grad_(), StackedMoments.Create(trained));
    }

    /// <summary>Scales rows to length 1 and raises elements, where the architecture asks for it.</summary>
    public void KeepBounds() => ParameterBounds.Keep(Shape, Value);

    /// <summary>As <see cref="StateEntry.MoveAverage"/>.</summary>
    public void MoveAverage(double share)
    {
        if (Moments?.Average is { } average)
        {
            ParameterBounds.MoveAverage(Shape, average, Value, share);
        }
    }

    /// <summary>Frees the tensor; its parts remain with the autoencoders.</summary>
    public void Dispose()
    {
        Value.Dispose();
        Moments?.Dispose();
    }

    /// <summary>[N, ...] copies of tensors, which become its parts.</summary>
    internal static Tensor Join(Tensor[] parts)
    {
        var joined = stack(parts).DetachFromDisposeScope();
        for (var index = 0; index < parts.Length; index++)
        {
            using var part = joined.select(0, index);
            parts[index].set_(part);
        }

        return joined;
    }
}
