using System.Globalization;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures;

/// <summary>The k largest positive codes of a sample; dead features may learn from an auxiliary loss, AuxK.</summary>
/// <remarks>
/// Source: Gao et al., "Scaling and evaluating sparse autoencoders", arXiv 2406.04093, section 2.3 and A.2.
/// Departures: codes are never negative; AuxK is not divided by the variance of e, as their code does; a loss that isn't finite ends the run instead of
/// counting as 0.
/// codes = relu((x - b_dec) W_enc^T + b_enc), of which the k largest of a row are kept, of equal ones that of the lower feature. AuxK: with e = x - x_hat,
/// taken as given (no gradient flows through it), and e_hat what dead features alone decode to, of which each sample takes the aux_k with the largest
/// positive pre-activations, aux_alpha times |e - e_hat|^2 is added to the squared error of each sample.
/// </remarks>
[Component("top-k")]
public sealed class TopKArchitecture(TopKOptions options) : IArchitecture, IFusedArchitecture
{
    private const string SinceFired = "auxiliary_samples_since_fired";

    private bool HasAuxiliaryLoss => options.AuxDeadAfter > 0 && options.AuxAlpha > 0;

    /// <inheritdoc/>
    public string Formula
    {
        get
        {
            var input = options.DecoderBias ? "(x - decoder_bias)" : "x";
            var k = options.K.ToString(CultureInfo.InvariantCulture);
            return $"codes = topk_{k}(relu({input} @ encoder_weight.T + encoder_bias)); x_hat = codes @ decoder_weight"
                + (options.DecoderBias ? " + decoder_bias" : "")
                + $"; topk_{k} keeps the {k} largest of a row, of equal ones that of the lower feature, and makes the others 0";
        }
    }

    /// <inheritdoc/>
    public FusedForm? Fused => HasAuxiliaryLoss ? null : new(options.L1, options.K, options.DecoderBias);

    /// <inheritdoc/>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape)
    {
        RequireAtMost(nameof(options.K), "k", options.K, shape.Features);
        RequireAtMost(nameof(options.AuxK), "aux_k", HasAuxiliaryLoss ? options.AuxK : 0, shape.Features);
        var standard = ParameterShape.Standard(shape, options.DecoderBias);
        return HasAuxiliaryLoss
            ? [.. standard, new(SinceFired, ParameterRole.TrainingBuffer, [shape.Features]) { Type = ScalarType.Int64 }]
            : standard;
    }

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var codes = Encode(parameters, input, options.K); // [B, F]
        var reconstruction = parameters.Decode(codes); // [B, D]
        var pass = new ForwardPass(codes, reconstruction)
        {
            Losses = mode == ForwardMode.Train ? [new LossTerm("l1", codes.sum().mul_(options.L1))] : [],
        };
        return mode == ForwardMode.Train && HasAuxiliaryLoss ? WithAuxiliaryLoss(pass, parameters, input) : pass;
    }

    private static void RequireAtMost(string property, string option, int value, int features)
    {
        if (value > features)
        {
            throw new ArgumentException(
                $"{option} must be at most the {features} features, got {value}; write {option}: {features} or less",
                property
            );
        }
    }

    private static Tensor Encode(ParameterSet parameters, Tensor input, int k)
    {
        var codes = parameters.PreActivations(input).relu_();
        return k < codes.shape[1] ? codes * Largest(codes, k) : codes;
    }

    /// <summary>1 where a code is among the k largest of its row, of equal ones those of the lowest features.</summary>
    private static Tensor Largest(Tensor codes, int k)
    {
        using var _ = no_grad();
        var least = codes.topk(k).values[.., ^1..]; // [B, 1]
        var above = codes > least;
        var equal = codes == least;
        var room = above.sum(dim: 1, keepdim: true).neg_().add_((long)k); // [B, 1] at least 1
        return above | (equal & (equal.cumsum(1) <= room));
    }

    private ForwardPass WithAuxiliaryLoss(ForwardPass pass, ParameterSet parameters, Tensor input)
    {
        var since = parameters[SinceFired]; // [F]
        var dead = since.ge(options.AuxDeadAfter).nonzero().flatten(); // [K]
        var update = new BufferUpdate(SinceFired, CountOn(since, pass.Codes));
        return dead.shape[0] == 0
            ? pass with
            {
                Updates = [update],
            }
            : pass with
            {
                Losses = [.. pass.Losses, new LossTerm("aux-k", AuxiliaryLoss(pass, parameters.Select(dead), input))],
                Updates = [update],
            };
    }

    /// <summary>Samples since each feature fired, this batch included.</summary>
    private static Tensor CountOn(Tensor since, Tensor codes)
    {
        using var _ = no_grad();
        return since.add(codes.shape[0]).masked_fill_(codes.any(dim: 0), 0L);
    }

    private Tensor AuxiliaryLoss(ForwardPass pass, ParameterSet dead, Tensor input)
    {
        var most = options.AuxK > 0 ? options.AuxK : (int)((input.shape[1] + 1) / 2);
        var codes = Encode(dead, input, most); // [B, K]
        var residuals = (input - pass.Reconstruction).detach(); // [B, D]
        var left = residuals - codes.mm(dead[ParameterShape.DecoderWeight]);
        return (left * left).sum().mul_(options.AuxAlpha);
    }
}
