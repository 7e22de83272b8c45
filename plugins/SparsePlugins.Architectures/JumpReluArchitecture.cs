using SparsePlugins.Architectures.Shared;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures;

/// <summary>Codes that are kept where they are above a threshold of their feature, which is trained with them.</summary>
/// <remarks>
/// Source: Rajamanoharan et al., "Jumping Ahead: Improving Reconstruction Fidelity with JumpReLU Sparse Autoencoders", arXiv 2407.14435; the tanh penalty
/// and the pre-activation loss: Anthropic, "Circuits Updates", January 2025.
/// Departures: thresholds are trained themselves, not their logarithms, and kept at 0 or more after each update; decoder rows keep length 1; the
/// pre-activation loss is of dead features alone, as in SAELens; it and the tanh penalty take the lengths of decoder rows as given, for they stay 1.
/// z = (x - b_dec) W_enc^T + b_enc and codes = z where z > threshold, 0 elsewhere. The derivatives with respect to thresholds are the paper's estimates
/// within half a bandwidth of them; with <c>gradient_to_input</c> pre-activations get them, too, with the other sign.
/// </remarks>
[Component("jump-relu")]
public sealed class JumpReluArchitecture(JumpReluOptions options) : IArchitecture, IFusedArchitecture, IPenalizedArchitecture
{
    private const string Threshold = "threshold";

    private bool HasPreActivationLoss => options.PreActDeadAfter > 0 && options.PreActWeight > 0;

    /// <inheritdoc/>
    public string Formula =>
        $"pre = {Codes.PreActivations(options.DecoderBias)}; codes = pre * (pre > {Threshold}); {Codes.Decoded(options.DecoderBias)}";

    /// <inheritdoc/>
    public FusedForm? Fused =>
        HasPreActivationLoss
            ? null
            : new(
                new JumpReluCodes(Threshold, options.Bandwidth, options.Sparsity)
                {
                    TargetL0 = options.Penalty == JumpReluPenalty.Quadratic ? options.TargetL0 : null,
                    TanhScale = options.Penalty == JumpReluPenalty.Tanh ? options.TanhScale : null,
                    GradientToInput = options.GradientToInput,
                },
                options.DecoderBias
            );

    /// <inheritdoc/>
    public double PenaltyWeight => options.Penalty == JumpReluPenalty.Quadratic ? 0 : options.Sparsity; // It has a target of its own.

    /// <inheritdoc/>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape)
    {
        IReadOnlyList<ParameterShape> own =
        [
            .. ParameterShape.Standard(shape, options.DecoderBias),
            new(Threshold, ParameterRole.FeatureRows, [shape.Features]) { Initial = options.Threshold, Least = 0 },
        ];
        return HasPreActivationLoss ? [.. own, FiringCounter.Buffer(shape)] : own;
    }

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var (values, threshold) = (parameters.PreActivations(input), parameters[Threshold]); // [B, F], [F]
        var open = (values > threshold).to(values.dtype); // [B, F]
        if (mode == ForwardMode.Evaluate)
        {
            var kept = values * open;
            return new(kept, parameters.Decode(kept));
        }

        var density = StepEstimate.Density(values, threshold, options.Bandwidth);
        var codes = StepEstimate.JumpRelu(values, threshold, open, density, options.GradientToInput);
        var pass = new ForwardPass(codes, parameters.Decode(codes))
        {
            Losses = [new LossTerm("sparsity", Penalty(parameters, codes, values, open, density)) { IsSparsityPenalty = true }],
        };
        return HasPreActivationLoss ? WithPreActivationLoss(pass, parameters, values) : pass;
    }

    private Tensor Penalty(ParameterSet parameters, Tensor codes, Tensor values, Tensor open, Tensor density)
    {
        if (options.Penalty == JumpReluPenalty.Tanh)
        {
            var lengths = parameters[ParameterShape.DecoderWeight].norm(dim: 1).detach(); // [F]
            return (codes * lengths * options.TanhScale).tanh().sum() * options.Sparsity;
        }

        var active = StepEstimate.Step(values, parameters[Threshold], open, density, options.GradientToInput).sum();
        var rows = values.shape[0];
        return options.Penalty == JumpReluPenalty.Step
            ? active * options.Sparsity
            : ((active / (rows * options.TargetL0)) - 1).square() * (options.Sparsity * rows);
    }

    private ForwardPass WithPreActivationLoss(ForwardPass pass, ParameterSet parameters, Tensor values)
    {
        var dead = FiringCounter.Dead(parameters, options.PreActDeadAfter); // [K]
        var counted = pass with { Updates = [FiringCounter.Count(parameters, pass.Codes)] };
        if (dead.shape[0] == 0)
        {
            return counted;
        }

        var chosen = parameters.Select(dead);
        var lengths = chosen[ParameterShape.DecoderWeight].norm(dim: 1).detach(); // [K]
        var below = (chosen[Threshold] - values.index_select(1, dead)).relu() * lengths; // [B, K]
        return counted with { Losses = [.. pass.Losses, new LossTerm("pre-activation", below.sum() * options.PreActWeight)] };
    }
}
