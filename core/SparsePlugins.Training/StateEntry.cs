using SparsePlugins.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>A parameter of an autoencoder: trained with its moments, or a buffer.</summary>
internal sealed class StateEntry : IDisposable
{
    private StateEntry(ParameterShape shape, Parameter? trained, Tensor value)
    {
        (Shape, Trained, Value) = (shape, trained, value);
    }

    /// <summary>What the architecture asked for.</summary>
    public ParameterShape Shape { get; }

    /// <summary>Value and moments; <see langword="null"/> for a buffer.</summary>
    public Parameter? Trained { get; }

    /// <summary>The value, not copied.</summary>
    public Tensor Value { get; }

    /// <summary>The average of a trained parameter, where one is kept, and otherwise the value; not copied.</summary>
    public Tensor Evaluated => Trained?.Average ?? Value;

    /// <summary>What a checkpoint holds of it.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => Trained?.State(Shape.Name) ?? [new(Shape.Name, Value)];

    /// <summary>Makes one.</summary>
    /// <param name="shape">What the architecture asks for.</param>
    /// <param name="given">Its first value, copied; <see langword="null"/> for <see cref="ParameterShape.Initial"/>.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="isAveraged">Whether an average of it is kept, if it is trained.</param>
    public static StateEntry Create(ParameterShape shape, Tensor? given, Device device, bool isAveraged)
    {
        var start = given ?? Filled(shape, [.. shape.Size], device);
        if (shape.Role is ParameterRole.Buffer or ParameterRole.TrainingBuffer)
        {
            return new(shape, null, start.clone().DetachFromDisposeScope());
        }

        var parameter = new Parameter(start, isAveraged);
        return new(shape, parameter, parameter.Value);
    }

    /// <summary>New rows as the architecture asks for them: of length 1, or as they are.</summary>
    public Tensor? Within(Tensor? rows) => rows is not null && Shape.UnitRows ? Directions.Unit(rows) : rows;

    /// <summary>Keeps rows at length 1 and elements at least as large as the architecture asks.</summary>
    public void KeepBounds() => ParameterBounds.Keep(Shape, Value);

    /// <summary>Moves the average towards the value, and its rows back to length 1 where the architecture asks for it.</summary>
    /// <param name="share">How much of the way; in (0, 1].</param>
    public void MoveAverage(double share)
    {
        if (Trained?.Average is { } average)
        {
            ParameterBounds.MoveAverage(Shape, average, Value, share);
        }
    }

    /// <summary>Rows as before the first update.</summary>
    /// <param name="count">K.</param>
    public Tensor InitialRows(long count) => Filled(Shape, [count, .. Shape.Size.Skip(1)], Value.device);

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        if (Trained is null)
        {
            Value.Dispose();
        }

        Trained?.Dispose();
    }

    private static Tensor Filled(ParameterShape shape, long[] size, Device device)
    {
        using Scalar initial = shape.Type == ScalarType.Int64 ? (long)shape.Initial : shape.Initial;
        return full(size, initial, dtype: shape.Type, device: device);
    }
}
