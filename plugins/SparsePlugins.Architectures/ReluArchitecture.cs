using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures;

/// <summary>Settings of <see cref="ReluArchitecture"/>.</summary>
public sealed record ReluOptions
{
    /// <summary>Weight of the L1 penalty on the codes.</summary>
    [Range(0.0, 1000.0)]
    public double L1 { get; init; } = 0.06;

    /// <summary>Whether a decoder bias is learned, and subtracted from the input; otherwise there is none.</summary>
    public bool DecoderBias { get; init; }

    /// <summary>Whether decoder rows keep length 1. Otherwise they may grow, and codes may shrink under the penalty unless it weighs them by those lengths.</summary>
    public bool UnitDecoder { get; init; } = true;

    /// <summary>Whether the penalty multiplies each code by the length of its decoder row (Anthropic, April 2024; SAELens).</summary>
    [UsedOnlyIf(nameof(UnitDecoder), false)]
    public bool PenalizeByLength { get; init; }
}

/// <summary>ReLU codes with an L1 penalty.</summary>
/// <remarks>
/// Source: Sharkey, Braun, Millidge, "Taking features out of superposition with sparse autoencoders", 2022.
/// Departures: none. codes = relu((x - b_dec) W_enc^T + b_enc); the loss is the mean over the batch of (squared error summed over D + L1 times the sum
/// of the codes), divided by D. With <c>penalize_by_length</c> a code counts times the length of its decoder row.
/// </remarks>
[Component("relu")]
public sealed class ReluArchitecture(ReluOptions options) : IArchitecture, IFusedArchitecture, IPenalizedArchitecture
{
    /// <inheritdoc/>
    public string Formula =>
        options.DecoderBias
            ? "codes = relu((x - decoder_bias) @ encoder_weight.T + encoder_bias); x_hat = codes @ decoder_weight + decoder_bias"
            : "codes = relu(x @ encoder_weight.T + encoder_bias); x_hat = codes @ decoder_weight";

    /// <inheritdoc/>
    public FusedForm? Fused => options.UnitDecoder ? new(new ReluCodes(options.L1), options.DecoderBias) : null;

    /// <inheritdoc/>
    public double PenaltyWeight => options.L1;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape) =>
        ParameterShape.Standard(shape, options.DecoderBias, options.UnitDecoder);

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var codes = parameters.PreActivations(input).relu_(); // [B, F]
        return new ForwardPass(codes, parameters.Decode(codes))
        {
            Losses =
                mode == ForwardMode.Train
                    ? [new LossTerm("l1", Size(parameters, codes).mul_(options.L1)) { IsSparsityPenalty = true }]
                    : [],
        };
    }

    private Tensor Size(ParameterSet parameters, Tensor codes) =>
        options is { UnitDecoder: false, PenalizeByLength: true }
            ? (codes * parameters[ParameterShape.DecoderWeight].norm(dim: 1)).sum()
            : codes.sum();
}
