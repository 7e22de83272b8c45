using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Encoders that are chosen by what the features make of a sample.</summary>
/// <remarks>Of the [N, F] pre-activations a block is there at a time: some rows for the length, and some features for the biases.</remarks>
internal static class FittedStart
{
    private const long BlockNumbers = 1L << 25;

    /// <summary>The weights with what the options ask to be fitted: the length of encoder rows, and then their biases.</summary>
    /// <param name="start">Their biases are those of the encoder.</param>
    /// <param name="sample">[N, D].</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="blockNumbers">Most pre-activations that are there at a time, beside one row or feature.</param>
    public static AutoencoderWeights Fit(AutoencoderWeights start, Tensor sample, IFittedStart options, long blockNumbers = BlockNumbers)
    {
        var centred = sample - start.DecoderBias; // [N, D]
        var scaled = options.FitEncoderScale
            ? start with
            {
                EncoderWeight = start.EncoderWeight * Scale(start, centred, blockNumbers),
            }
            : start;
        return scaled with { EncoderBias = Biases(scaled, centred, options, blockNumbers) };
    }

    /// <summary>
    /// ReLU codes grow with the encoder rows, and with them the reconstruction R of centred rows X: |X - s R|^2 is smallest at s = X . R / R . R. [] float32;
    /// 1 where nothing is reconstructed.
    /// </summary>
    private static Tensor Scale(AutoencoderWeights start, Tensor centred, long blockNumbers)
    {
        var features = start.EncoderBias.shape[0];
        var sums = new List<Tensor>(); // [2] of each block: X . R and R . R
        var near = centred * Directions.PowerOfTwo(centred.abs().max().item<float>()); // No square overflows or vanishes; R is in proportion.
        foreach (var rows in near.split(Math.Max(1, blockNumbers / features)))
        {
            using var scope = NewDisposeScope();
            var reconstructed = rows.mm(start.EncoderWeight.t()).relu_().mm(start.DecoderWeight); // [B, D]
            sums.Add(stack([(rows * reconstructed).sum(), reconstructed.square().sum()]).MoveToOuterDisposeScope());
        }

        var total = stack(sums).sum(dim: 0); // [2]
        return where(total[1] > 0, total[0] / total[1], ones_like(total[1]));
    }

    private static Tensor Biases(AutoencoderWeights start, Tensor centred, IFittedStart options, long blockNumbers) =>
        options.EncoderBias switch
        {
            EncoderBiasStart.Zero => zeros_like(start.EncoderBias),
            EncoderBiasStart.NegativeMean => Columns(start, centred, blockNumbers, (projected, _) => projected.mean([0L]).neg()),
            EncoderBiasStart.Quantile => Columns(start, centred, blockNumbers, (projected, first) => Quantiles(projected, first, options)),
            _ => start.EncoderBias,
        };

    /// <summary>[F] a statistic of each feature's pre-activations without biases, computed for a block [N, B] of features at a time; it gets the index of the block's first feature.</summary>
    private static Tensor Columns(AutoencoderWeights start, Tensor centred, long blockNumbers, Func<Tensor, long, Tensor> compute)
    {
        var (found, first) = (new List<Tensor>(), 0L);
        foreach (var rows in start.EncoderWeight.split(Math.Max(1, blockNumbers / centred.shape[0])))
        {
            using var scope = NewDisposeScope();
            found.Add(compute(centred.mm(rows.t()), first).MoveToOuterDisposeScope());
            first += rows.shape[0];
        }

        return cat(found);
    }

    /// <summary>
    /// Minus the middle of the r N-th largest and the next smaller pre-activation of each feature: r N of the N rows are then above 0, at least one and at most
    /// N - 1.
    /// </summary>
    private static Tensor Quantiles(Tensor projected, long first, IFittedStart options)
    {
        var (rows, features) = (projected.shape[0], projected.shape[1]);
        var ranks = arange(first + 1, first + features + 1, dtype: ScalarType.Float64, device: projected.device);
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
