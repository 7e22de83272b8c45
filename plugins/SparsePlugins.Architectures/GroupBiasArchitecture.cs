using SparsePlugins.Architectures.Shared;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures;

/// <summary>
/// ReLU codes without a sparsity penalty: encoder biases are not trained but moved, until each feature is active at most as often as its group may be. Groups have
/// rates from high to low, so that common and rare features both find features whose rate is near theirs.
/// </summary>
/// <remarks>
/// Source: group bias adaptation, Chen et al., "Taming polysemanticity in LLMs: provable feature recovery via sparse autoencoders", arXiv 2506.14002.
/// Departures: written after the paper, without its code. The paper ties encoder and decoder and trains a factor of each code; here both are trained apart, as in
/// relu (an initializer with <c>encoder: tied</c> begins as the paper does). Its inputs have length 1 and its biases stay in [-1, 0]; here inputs have any
/// length, a bias falls by a part of its feature's largest code, which keeps it above minus the largest pre-activation, and does not rise above 0. Biases begin
/// with what the initializer gives. Rising features are those not active once since biases last moved, where the paper asks for a share below 1e-6; where a whole
/// group is silent, the mean is that of all groups. The default rates are ours.
/// codes = relu((x - b_dec) W_enc^T + b_enc). After <c>adapt_after</c> samples, of which a feature of group k was active on the part q and had the largest code r:
/// b_enc falls by <c>lower</c> r where q is above <c>highest_rate</c> <c>rate_ratio</c>^k, and rises by <c>raise</c> times the mean r of the group's active
/// features where q is 0.
/// </remarks>
[Component("group-bias-adaptation")]
public sealed class GroupBiasArchitecture(GroupBiasOptions options) : IArchitecture
{
    private const string Rows = "adaptation_rows";
    private const string Firings = "adaptation_firings";
    private const string Largest = "adaptation_largest_codes";

    /// <inheritdoc/>
    public string Formula => $"codes = relu({Codes.PreActivations(options.DecoderBias)}); {Codes.Decoded(options.DecoderBias)}";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more groups than features.</exception>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape)
    {
        Codes.RequireAtMost(nameof(options.Groups), "groups", options.Groups, shape.Features);
        return
        [
            .. ParameterShape
                .Standard(shape, options.DecoderBias)
                .Select(one => one.Name == ParameterShape.EncoderBias ? one with { Role = ParameterRole.Buffer } : one),
            new(Rows, ParameterRole.TrainingBuffer, [1]) { Type = ScalarType.Int64 },
            new(Firings, ParameterRole.TrainingBuffer, [shape.Features]) { Type = ScalarType.Int64 },
            new(Largest, ParameterRole.TrainingBuffer, [shape.Features]),
        ];
    }

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var codes = parameters.PreActivations(input).relu_(); // [B, F]
        var pass = new ForwardPass(codes, parameters.Decode(codes));
        return mode == ForwardMode.Evaluate ? pass : pass with { Updates = Updates(parameters, codes) };
    }

    private IReadOnlyList<BufferUpdate> Updates(ParameterSet parameters, Tensor codes)
    {
        using var _ = no_grad();
        var rows = parameters[Rows] + codes.shape[0]; // [1]
        var firings = parameters[Firings] + codes.ne(0).sum(dim: 0); // [F]
        var largest = maximum(parameters[Largest], codes.amax([0L])); // [F]
        var goesOn = rows.lt(options.AdaptAfter); // [1]
        var bias = parameters[ParameterShape.EncoderBias];
        return
        [
            new(ParameterShape.EncoderBias, where(goesOn, bias, Moved(bias, firings.to(ScalarType.Float64) / rows, largest))),
            new(Rows, rows * goesOn),
            new(Firings, firings * goesOn),
            new(Largest, largest * goesOn),
        ];
    }

    /// <summary>[F] biases after they moved.</summary>
    private Tensor Moved(Tensor bias, Tensor shares, Tensor largest)
    {
        var features = bias.shape[0];
        var groups = arange(features, device: bias.device).mul(options.Groups).div(features, RoundingMode.floor).to(ScalarType.Int64); // [F]
        var targets = groups.to(ScalarType.Float64).mul(Math.Log(options.RateRatio)).exp().mul(options.HighestRate); // [F]
        var lowered = bias - (largest * options.Lower);
        var raised = minimum(bias + (GroupMeans(largest, shares > 0, groups) * options.Raise), bias.clamp_min(0));
        return where(shares > targets, lowered, where(shares > 0, bias, raised));
    }

    /// <summary>[F] for each feature the mean of the largest codes of its group's active features; of all active ones where the group has none.</summary>
    private Tensor GroupMeans(Tensor largest, Tensor isActive, Tensor groups)
    {
        var active = isActive.to(largest.dtype); // [F]; the largest code of the others is 0.
        var none = zeros(options.Groups, dtype: largest.dtype, device: largest.device);
        var counts = none.index_add(0, groups, active, 1); // [groups]
        var sums = none.index_add(0, groups, largest, 1);
        var overall = largest.sum() / active.sum().clamp_min(1);
        return where(counts > 0, sums / counts.clamp_min(1), overall).index_select(0, groups);
    }
}
