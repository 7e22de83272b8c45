using SparsePlugins.Contracts;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>Everything that training changes: the four parameters, their moments and the number of updates.</summary>
public sealed class AutoencoderState : ICheckpointed, IDisposable
{
    /// <summary>Copies the weights that an initializer gave.</summary>
    /// <param name="start">Finite weights; decoder rows of length 1.</param>
    /// <param name="options">Without a decoder bias, that of <paramref name="start"/> is ignored.</param>
    public AutoencoderState(AutoencoderWeights start, StepOptions options)
    {
        using var scope = NewDisposeScope();
        EncoderWeight = new Parameter(start.EncoderWeight);
        EncoderBias = new Parameter(start.EncoderBias);
        DecoderWeight = new Parameter(start.DecoderWeight);
        DecoderBias = new Parameter(options.DecoderBias ? start.DecoderBias : zeros_like(start.DecoderBias));
        Trained = options.DecoderBias
            ? [EncoderWeight, EncoderBias, DecoderWeight, DecoderBias]
            : [EncoderWeight, EncoderBias, DecoderWeight];
    }

    /// <summary>[F, D].</summary>
    public Parameter EncoderWeight { get; }

    /// <summary>[F].</summary>
    public Parameter EncoderBias { get; }

    /// <summary>[F, D]; rows of length 1.</summary>
    public Parameter DecoderWeight { get; }

    /// <summary>[D]; stays 0 in an architecture without one.</summary>
    public Parameter DecoderBias { get; }

    /// <summary>The parameters that updates change.</summary>
    public IReadOnlyList<Parameter> Trained { get; }

    /// <summary>Updates made.</summary>
    public long Updates { get; internal set; }

    /// <summary>The parameters' values, not copied.</summary>
    public AutoencoderWeights Weights => new(EncoderWeight.Value, EncoderBias.Value, DecoderWeight.Value, DecoderBias.Value);

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, Tensor>> State => Named.SelectMany(one => one.Parameter.State(one.Name));

    private IEnumerable<(string Name, Parameter Parameter)> Named =>
        [
            ("encoder_weight", EncoderWeight),
            ("encoder_bias", EncoderBias),
            ("decoder_weight", DecoderWeight),
            ("decoder_bias", DecoderBias),
        ];

    /// <summary>The state of a checkpoint after <paramref name="updates"/> updates.</summary>
    /// <param name="bundle">Of a <see cref="State"/> that was written before.</param>
    /// <param name="options">As before.</param>
    /// <param name="updates">Updates made.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, or has another shape or type.</exception>
    public static AutoencoderState Of(TensorBundle bundle, StepOptions options, long updates)
    {
        var weights = new AutoencoderWeights(
            bundle.Get("encoder_weight"),
            bundle.Get("encoder_bias"),
            bundle.Get("decoder_weight"),
            bundle.Get("decoder_bias")
        );
        var state = new AutoencoderState(weights, options) { Updates = updates };
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

    /// <summary>Gives features new weights, scales their decoder rows to length 1 and clears their moments.</summary>
    /// <param name="indices">[K] int64.</param>
    /// <param name="rows">Their weights.</param>
    public void ReplaceFeatures(Tensor indices, FeatureWeights rows)
    {
        using var scope = NewDisposeScope();
        EncoderWeight.Replace(indices, rows.EncoderWeight);
        EncoderBias.Replace(indices, rows.EncoderBias);
        DecoderWeight.Replace(indices, Directions.Unit(rows.DecoderWeight));
    }

    /// <summary>Frees the parameters.</summary>
    public void Dispose()
    {
        EncoderWeight.Dispose();
        EncoderBias.Dispose();
        DecoderWeight.Dispose();
        DecoderBias.Dispose();
    }
}
