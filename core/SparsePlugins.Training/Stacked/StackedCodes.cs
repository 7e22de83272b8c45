using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary>Codes of N autoencoders, and what their weighted penalty adds to the losses.</summary>
/// <param name="Values">[N, B, F].</param>
/// <param name="Penalty">[N], to be multiplied by the weight of each; <see langword="null"/> for none.</param>
/// <param name="Threshold">A buffer's new value, by its name; <see langword="null"/> for none.</param>
internal sealed record StackedCodes(Tensor Values, Tensor? Penalty, (string Name, Tensor Value)? Threshold = null)
{
    /// <summary>Those of pre-activations.</summary>
    /// <param name="form">How they come about; its penalty weight is ignored.</param>
    /// <param name="state">The parameters.</param>
    /// <param name="values">[N, B, F] z.</param>
    public static StackedCodes Compute(FusedCodes form, StackedState state, Tensor values) =>
        form switch
        {
            ReluCodes => WithL1(values.relu()),
            TopKCodes top => WithL1(LargestCodes.Keep(values.relu(), top.K)),
            BatchTopKCodes batch => BatchTopK(batch, state, values.relu()),
            JumpReluCodes jump => JumpRelu(jump, state, values),
            _ => throw new ArgumentException($"the stacked step knows no codes of type {form.GetType().Name}", nameof(form)),
        };

    private static StackedCodes WithL1(Tensor codes) => new(codes, codes.sum([1, 2]));

    private static StackedCodes BatchTopK(BatchTopKCodes form, StackedState state, Tensor positive)
    {
        var codes = LargestCodes.Keep(positive.flatten(1), form.K * positive.shape[1]).reshape(positive.shape);
        return new(codes, null, (form.Threshold, Moved(form, state[form.Threshold], codes)));
    }

    /// <summary>To the smallest positive code at first, and then a part of the way at each update.</summary>
    private static Tensor Moved(BatchTopKCodes form, Tensor threshold, Tensor codes)
    {
        using var _ = no_grad();
        var least = codes.masked_fill(codes <= 0, float.PositiveInfinity).flatten(1).amin([1], keepdim: true); // [N, 1]
        var moved = where(threshold < 0, least, threshold + ((least - threshold) * form.Rate));
        return where(isfinite(least), moved, threshold);
    }

    private static StackedCodes JumpRelu(JumpReluCodes form, StackedState state, Tensor values)
    {
        var threshold = state[form.Threshold].unsqueeze(1); // [N, 1, F]
        var open = (values > threshold).to(values.dtype);
        var density = StepEstimate.Density(values, threshold, form.Bandwidth);
        var codes = StepEstimate.JumpRelu(values, threshold, open, density, form.GradientToInput);
        if (form.TanhScale is { } steepness)
        {
            var lengths = state[ParameterShape.DecoderWeight].norm(dim: 2).detach().unsqueeze(1); // [N, 1, F]
            return new(codes, (codes * lengths * steepness).tanh().sum([1, 2]));
        }

        var active = StepEstimate.Step(values, threshold, open, density, form.GradientToInput).sum([1, 2]); // [N]
        var rows = values.shape[1];
        return new(codes, form.TargetL0 is { } target ? ((active / (rows * target)) - 1).square() * rows : active);
    }
}
