using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Encoders that are chosen by what the features make of a sample.</summary>
internal static class FittedStart
{
    /// <summary>The weights with what the options ask to be fitted: the length of encoder rows, and then their biases.</summary>
    /// <param name="start">Their biases are those of the encoder.</param>
    /// <param name="sample">[N, D].</param>
    /// <param name="options">What is asked for.</param>
    public static AutoencoderWeights Fit(AutoencoderWeights start, Tensor sample, IFittedStart options)
    {
        var scaled = options.FitEncoderScale ? start with { EncoderWeight = start.EncoderWeight * Scale(start, sample) } : start;
        return scaled with { EncoderBias = Biases(scaled, sample, options) };
    }

    /// <summary>
    /// ReLU codes grow with the encoder rows, and with them the reconstruction R of centred rows X: |X - s R|^2 is smallest at s = X . R / R . R. [] float32;
    /// 1 where nothing is reconstructed.
    /// </summary>
    private static Tensor Scale(AutoencoderWeights start, Tensor sample)
    {
        var reconstructed = Projected(start, sample).relu_().mm(start.DecoderWeight); // [N, D]
        var (along, squares) = (((sample - start.DecoderBias) * reconstructed).sum(), reconstructed.square().sum());
        return where(squares > 0, along / squares, ones_like(squares));
    }

    private static Tensor Biases(AutoencoderWeights start, Tensor sample, IFittedStart options) =>
        options.EncoderBias switch
        {
            EncoderBiasStart.Zero => zeros_like(start.EncoderBias),
            EncoderBiasStart.NegativeMean => Projected(start, sample).mean([0L]).neg(),
            EncoderBiasStart.Quantile => Quantiles(Projected(start, sample), options),
            _ => start.EncoderBias,
        };

    /// <summary>[N, F] pre-activations without their biases.</summary>
    private static Tensor Projected(AutoencoderWeights start, Tensor sample) => (sample - start.DecoderBias).mm(start.EncoderWeight.t());

    /// <summary>
    /// Minus the middle of the r N-th largest and the next smaller pre-activation of each feature: r N of the N rows are then above 0, at least one and at most
    /// N - 1.
    /// </summary>
    private static Tensor Quantiles(Tensor projected, IFittedStart options)
    {
        var (rows, features) = (projected.shape[0], projected.shape[1]);
        var ranks = arange(1, features + 1, dtype: ScalarType.Float64, device: projected.device);
        var active = (ranks.pow(-options.FiringRateDecay) * (options.FiringRate * rows))
            .round()
            .clamp(1, Math.Max(1, rows - 1))
            .to(ScalarType.Int64); // [F]
        var sorted = projected.sort(0, descending: true).Values; // [N, F]
        var last = sorted.gather(0, (active - 1).unsqueeze(0)); // [1, F]
        var next = sorted.gather(0, active.clamp(0, rows - 1).unsqueeze(0));
        return ((last + next) * -0.5).squeeze(0);
    }
}
