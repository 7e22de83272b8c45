using SparsePlugins.Contracts;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>Everything that training changes: the parameters of an architecture, their moments and the number of updates.</summary>
public sealed class AutoencoderState : ICheckpointed, IDisposable
{
    private readonly double _average;

    private AutoencoderState(IReadOnlyList<StateEntry> entries, double average)
    {
        (Entries, _average) = (entries, average);
        Parameters = Named(entry => entry.Value);
        Evaluated = Named(entry => entry.Evaluated);
        Trained = [.. entries.Select(entry => entry.Trained).OfType<Parameter>()];
    }

    /// <summary>The parameters, in the architecture's order.</summary>
    internal IReadOnlyList<StateEntry> Entries { get; }

    /// <summary>Names, types and sizes of the parameters, what bounds them, and the decay of their average.</summary>
    internal string Layout =>
        string.Join(
            ' ',
            Entries.Select(entry =>
                FormattableString.Invariant(
                    $"{entry.Shape.Name}:{entry.Shape.Role}:{entry.Shape.Type}[{string.Join(',', entry.Value.shape)}]{entry.Shape.UnitRows}{entry.Shape.Least}"
                )
            )
        ) + FormattableString.Invariant($" {_average}");

    /// <summary>How far the average moves now; <see langword="null"/> where none is kept.</summary>
    internal double? AverageShare => _average == 0 ? null : (1 - _average) / (1 - Math.Pow(_average, Updates));

    /// <summary>The parameters' values, not copied.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>What is evaluated and saved: the average of each trained parameter where one is kept, and otherwise the parameter; not copied.</summary>
    public ParameterSet Evaluated { get; }

    /// <summary>The parameters that updates change, in the architecture's order.</summary>
    public IReadOnlyList<Parameter> Trained { get; }

    /// <summary>Updates made.</summary>
    public long Updates { get; internal set; }

    /// <summary>Encoder and decoder, not copied.</summary>
    public AutoencoderWeights Weights => Parameters.Weights;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, Tensor>> State => Entries.SelectMany(entry => entry.State);

    /// <summary>Copies the weights that an initializer gave, and makes the other parameters.</summary>
    /// <param name="shapes">What the architecture asks for.</param>
    /// <param name="start">Finite weights, decoder rows of length 1; a decoder bias that isn't trained is ignored, an encoder bias is not.</param>
    /// <param name="average">Decay of an exponential average of the trained parameters, in [0, 1); 0 keeps none.</param>
    public static AutoencoderState Create(IReadOnlyList<ParameterShape> shapes, AutoencoderWeights start, double average = 0)
    {
        using var scope = NewDisposeScope();
        var device = start.DecoderWeight.device;
        return new([.. shapes.Select(shape => StateEntry.Create(shape, GivenFor(shape, start), device, average > 0))], average);
    }

    /// <summary>The state of a checkpoint.</summary>
    /// <param name="shapes">As before.</param>
    /// <param name="bundle">Of a <see cref="State"/> that was written before.</param>
    /// <param name="updates">Updates made.</param>
    /// <param name="device">Where the parameters live.</param>
    /// <param name="average">As before.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, or has another shape or type.</exception>
    public static AutoencoderState Restore(
        IReadOnlyList<ParameterShape> shapes,
        TensorBundle bundle,
        long updates,
        Device device,
        double average = 0
    )
    {
        using var scope = NewDisposeScope();
        var entries = shapes.Select(shape => StateEntry.Create(shape, null, device, average > 0));
        var state = new AutoencoderState([.. entries], average) { Updates = updates };
        try
        {
            state.Restore(bundle);
            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Restore(TensorBundle bundle)
    {
        foreach (var (name, tensor) in State)
        {
            bundle.CopyTo(name, tensor);
        }
    }

    /// <summary>What the architecture asked for under a name; <see langword="null"/> where there is none.</summary>
    internal ParameterShape? FindShape(string name) => Entries.FirstOrDefault(entry => entry.Shape.Name == name)?.Shape;

    /// <summary>The trained parameter of a name.</summary>
    /// <param name="name">As in <see cref="ParameterShape"/>.</param>
    /// <returns><see langword="null"/> where there is none, or it isn't trained.</returns>
    public Parameter? FindTrained(string name) => Entries.FirstOrDefault(entry => entry.Shape.Name == name)?.Trained;

    /// <summary>Gives features new weights, with rows of length 1 where the architecture asks for it, and clears their moments; their other parameters return to their initial values.</summary>
    /// <param name="indices">[K] int64.</param>
    /// <param name="rows">Their weights.</param>
    public void ReplaceFeatures(Tensor indices, FeatureWeights rows)
    {
        using var scope = NewDisposeScope();
        var count = indices.shape[0];
        foreach (var entry in Entries.Where(entry => entry.Shape.Role == ParameterRole.FeatureRows))
        {
            entry.Trained!.Replace(indices, entry.Within(GivenFor(entry.Shape, rows)) ?? entry.InitialRows(count));
        }

        if (FindTrained(ParameterShape.EncoderBias) is null)
        {
            Weights.EncoderBias.index_copy_(0, indices, rows.EncoderBias);
        }
    }

    /// <summary>Scales rows to length 1 and raises elements, where the architecture asks for it.</summary>
    internal void KeepBounds()
    {
        using var _ = no_grad();
        foreach (var entry in Entries.Where(entry => entry.Trained is not null))
        {
            entry.KeepBounds();
        }
    }

    /// <summary>
    /// Moves the average towards the parameters as the last update left them. It is corrected as Adam's moments are, so the initial weights have no part in
    /// it: after n updates, update i counts as decay^(n - i).
    /// </summary>
    /// <remarks>
    /// Source: Gao et al., "Scaling and evaluating sparse autoencoders" (arXiv 2406.04093), who average with that correction. Departure: rows of length 1 are
    /// scaled back to it after each update, so that what is evaluated satisfies the architecture's bounds. Buffers are those of the last update.
    /// </remarks>
    internal void MoveAverage()
    {
        if (AverageShare is not { } share)
        {
            return;
        }

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var entry in Entries)
        {
            entry.MoveAverage(share);
        }
    }

    /// <summary>Writes new values of buffers.</summary>
    /// <param name="updates">Of a forward pass.</param>
    /// <exception cref="ArgumentException">One names no buffer, or has another shape or type.</exception>
    internal void Write(IEnumerable<BufferUpdate> updates)
    {
        using var _ = no_grad();
        foreach (var update in updates)
        {
            if (update.FaultIn(Parameters) is { } fault)
            {
                throw new ArgumentException(fault);
            }

            Parameters[update.Name].copy_(update.Value);
        }
    }

    /// <summary>Frees the parameters.</summary>
    public void Dispose()
    {
        foreach (var entry in Entries)
        {
            entry.Dispose();
        }
    }

    private ParameterSet Named(Func<StateEntry, Tensor> valueOf) =>
        new([
            .. Entries.Select(entry => new NamedParameter(entry.Shape.Name, entry.Shape.Role, valueOf(entry))
            {
                UnitRows = entry.Shape.UnitRows,
            }),
        ]);

    /// <summary>What an initializer gives for a parameter that is trained, or is the encoder's bias; <see langword="null"/> for the others.</summary>
    private static Tensor? GivenFor(ParameterShape shape, AutoencoderWeights start) =>
        shape.Name == ParameterShape.EncoderBias ? start.EncoderBias
        : shape.Role is ParameterRole.Buffer or ParameterRole.TrainingBuffer ? null
        : shape.Name switch
        {
            ParameterShape.EncoderWeight => start.EncoderWeight,
            ParameterShape.DecoderWeight => start.DecoderWeight,
            ParameterShape.DecoderBias => start.DecoderBias,
            _ => null,
        };

    private static Tensor? GivenFor(ParameterShape shape, FeatureWeights rows) =>
        shape.Name switch
        {
            ParameterShape.EncoderWeight => rows.EncoderWeight,
            ParameterShape.EncoderBias => rows.EncoderBias,
            ParameterShape.DecoderWeight => rows.DecoderWeight,
            _ => null,
        };
}
