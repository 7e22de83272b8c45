using System.ComponentModel.DataAnnotations;
using SparsePlugins.Architectures.Shared;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures;

/// <summary>Settings of <see cref="GatedArchitecture"/>.</summary>
public sealed record GatedOptions
{
    /// <summary>Weight of the L1 penalty on the gates.</summary>
    [Range(0.0, 1000.0)]
    public double L1 { get; init; } = 0.06;

    /// <summary>Whether a decoder bias is learned, and subtracted from the input; otherwise there is none.</summary>
    public bool DecoderBias { get; init; }
}

/// <summary>A gate decides whether a feature is active, and another path how strongly: the penalty does not shrink the codes.</summary>
/// <remarks>
/// Source: Rajamanoharan et al., "Improving Dictionary Learning with Gated Sparse Autoencoders", arXiv 2404.16014.
/// Departures: none; no gradient flows into the decoder from the auxiliary reconstruction, as in the paper (SAELens lets it flow).
/// With p = (x - b_dec) W_enc^T, the gate is p + b_enc and the magnitude p exp(magnitude_scale) + magnitude_bias; codes = relu(magnitude) where the gate is
/// positive, and 0 elsewhere. The loss adds L1 times the sum of relu(gate), and |x - (relu(gate) W_dec + b_dec)|^2 with W_dec and b_dec as given.
/// </remarks>
[Component("gated")]
public sealed class GatedArchitecture(GatedOptions options) : IArchitecture, IPenalizedArchitecture
{
    private const string MagnitudeScale = "magnitude_scale";
    private const string MagnitudeBias = "magnitude_bias";

    /// <inheritdoc/>
    public string Formula
    {
        get
        {
            var projected = (options.DecoderBias ? "(x - decoder_bias)" : "x") + " @ encoder_weight.T";
            return $"p = {projected}; codes = relu(p * exp({MagnitudeScale}) + {MagnitudeBias}) * (p + encoder_bias > 0); {Codes.Decoded(options.DecoderBias)}";
        }
    }

    /// <inheritdoc/>
    public double PenaltyWeight => options.L1;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape) =>
        [
            .. ParameterShape.Standard(shape, options.DecoderBias),
            new(MagnitudeScale, ParameterRole.FeatureRows, [shape.Features]),
            new(MagnitudeBias, ParameterRole.FeatureRows, [shape.Features]),
        ];

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var centred = input - parameters[ParameterShape.DecoderBias]; // 0 where it isn't trained.
        var projected = centred.mm(parameters[ParameterShape.EncoderWeight].t()); // [B, F]
        var gate = projected + parameters[ParameterShape.EncoderBias];
        var magnitude = (projected * parameters[MagnitudeScale].exp()) + parameters[MagnitudeBias];
        var codes = magnitude.relu() * (gate > 0); // [B, F]
        return new ForwardPass(codes, parameters.Decode(codes))
        {
            Losses = mode == ForwardMode.Train ? Losses(parameters, gate.relu(), input) : [],
        };
    }

    private IReadOnlyList<LossTerm> Losses(ParameterSet parameters, Tensor gates, Tensor input)
    {
        var (decoder, bias) = (parameters[ParameterShape.DecoderWeight].detach(), parameters[ParameterShape.DecoderBias].detach());
        return
        [
            new LossTerm("l1", gates.sum() * options.L1) { IsSparsityPenalty = true },
            new LossTerm("gate-reconstruction", (input - (gates.mm(decoder) + bias)).square().sum()),
        ];
    }
}
