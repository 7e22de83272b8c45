using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures.Shared;

/// <summary>Codes of which a batch keeps the k B largest; evaluation keeps those above a threshold that training learned.</summary>
/// <param name="options">k, and how fast the threshold moves.</param>
internal sealed class BatchCodes(BatchTopKOptions options)
{
    private const string Threshold = "threshold";

    /// <summary>What evaluation computes.</summary>
    public string Formula =>
        $"pre = {Codes.PreActivations(options.DecoderBias)}; codes = pre * (pre > max({Threshold}, 0)); {Codes.Decoded(options.DecoderBias)}";

    /// <summary>What training computes.</summary>
    public FusedCodes Fused => new BatchTopKCodes(options.K, Threshold, options.ThresholdRate);

    /// <summary>Those of encoder and decoder, and the threshold, [1]: below 0 before the first update, when every positive code is kept.</summary>
    /// <exception cref="ArgumentException">k is more than F.</exception>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape)
    {
        Codes.RequireAtMost(nameof(options.K), "k", options.K, shape.Features);
        return [.. ParameterShape.Standard(shape, options.DecoderBias), new(Threshold, ParameterRole.Buffer, [1]) { Initial = -1 }];
    }

    /// <summary>The codes [B, F] of a batch, and in training the update of the threshold.</summary>
    public (Tensor Codes, IReadOnlyList<BufferUpdate> Updates) Encode(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var all = parameters.PreActivations(input).relu_(); // [B, F]
        if (mode == ForwardMode.Evaluate)
        {
            return (all * (all > parameters[Threshold]), []);
        }

        var flat = all.reshape(1, -1);
        var kept = (long)options.K * all.shape[0];
        var codes = kept < flat.shape[1] ? (flat * LargestCodes.Mask(flat, kept)).reshape(all.shape) : all;
        return (codes, [Move(parameters[Threshold], codes)]);
    }

    /// <summary>To the smallest positive code at first, and then a part of the way at each update.</summary>
    private BufferUpdate Move(Tensor threshold, Tensor codes)
    {
        using var _ = no_grad();
        var least = codes.masked_fill(codes <= 0, float.PositiveInfinity).min().reshape(1); // [1]
        var moved = where(threshold < 0, least, threshold + ((least - threshold) * options.ThresholdRate));
        return new(Threshold, where(isfinite(least), moved, threshold));
    }
}
