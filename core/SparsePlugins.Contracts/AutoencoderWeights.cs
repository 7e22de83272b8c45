using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>The parameters of a sparse autoencoder, float32 on one device.</summary>
/// <param name="EncoderWeight">[F, D]; row f reads feature f.</param>
/// <param name="EncoderBias">[F].</param>
/// <param name="DecoderWeight">[F, D]; row f is the direction of feature f.</param>
/// <param name="DecoderBias">[D]; ignored by an architecture without one.</param>
public sealed record AutoencoderWeights(Tensor EncoderWeight, Tensor EncoderBias, Tensor DecoderWeight, Tensor DecoderBias)
{
    /// <summary>Weights whose decoder rows are <paramref name="directions"/>, of the length that the options ask for, as are encoder and biases.</summary>
    /// <param name="directions">[F, D]; each row non-zero and finite.</param>
    /// <param name="sample">[N, D]; a decoder bias may start at its centre.</param>
    /// <param name="options">How encoder and decoder bias start.</param>
    /// <param name="context">
    /// An independent encoder is drawn from its stream <c>encoder</c>, so runs of one cohort start with the same encoder and differ in
    /// their directions alone.
    /// </param>
    /// <exception cref="ArgumentException">The directions aren't [F, D] with the sample's D, or a row is zero or not finite; the message names it.</exception>
    public static AutoencoderWeights FromDirections(Tensor directions, Tensor sample, IDictionaryStart options, ComponentContext context)
    {
        RequireWidth(directions, sample);
        var (features, width) = (directions.shape[0], directions.shape[1]);
        RequireDirections(directions);
        var decoder = Directions.Unit(directions); // [F, D]

        using var encoder = context.Derive("encoder");
        var bound = 1.0 / Math.Sqrt(width);
        var start = new AutoencoderWeights(
            EncoderWeight: options.Encoder == EncoderStart.Tied ? decoder * TiedScale(options) : Uniform(bound, encoder, features, width),
            EncoderBias: options.Encoder == EncoderStart.Tied ? zeros(features, device: context.Device) : Uniform(bound, encoder, features),
            DecoderWeight: options.DecoderScale == 1 ? decoder : decoder * options.DecoderScale,
            DecoderBias: options.DecoderBias switch
            {
                DecoderBiasStart.Mean => sample.mean([0L]),
                DecoderBiasStart.GeometricMedian => GeometricMedian.Of(sample, context.Cancellation),
                _ => zeros(width, device: context.Device),
            }
        );
        return options is IFittedStart fitted ? FittedStart.Fit(start, sample, fitted) : start;
    }

    private static double TiedScale(IDictionaryStart options) => options.Align ? 1 / options.DecoderScale : options.EncoderScale;

    private static Tensor Uniform(double bound, ComponentContext context, params long[] size) =>
        empty(size, device: context.Device).uniform_(-bound, bound, context.Random);

    private static void RequireWidth(Tensor directions, Tensor sample)
    {
        var width = sample.shape[1];
        if (directions.shape is not [_, var given] || given != width)
        {
            var transpose = directions.shape is [var first, _] && first == width ? "; transpose them: .T.contiguous()" : "";
            throw new ArgumentException(
                $"the directions are [{string.Join(", ", directions.shape)}]; expected [F, D], where D is {width} as in the sample{transpose}"
            );
        }
    }

    private static void RequireDirections(Tensor directions)
    {
        var usable = isfinite(directions).all(1) & (directions != 0).any(1); // [F]
        if (usable.all().item<bool>())
        {
            return;
        }

        var row = usable.logical_not().nonzero()[0, 0].item<long>();
        var fault = isfinite(directions[row]).all().item<bool>() ? "is zero" : "holds a NaN or an infinity";
        throw new ArgumentException($"direction {row} {fault}; a direction must be finite and not zero");
    }
}
