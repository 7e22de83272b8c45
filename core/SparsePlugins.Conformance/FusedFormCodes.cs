using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The codes of a fused form as it defines them, for autograd.</summary>
/// <param name="Values">[B, F].</param>
/// <param name="Penalty">[] what they add to the loss.</param>
internal sealed record FusedFormCodes(Tensor Values, Tensor Penalty)
{
    /// <summary>Those of a batch [B, D].</summary>
    public static FusedFormCodes Compute(FusedCodes form, ParameterSet parameters, Tensor input)
    {
        var values = parameters.PreActivations(input);
        var positive = values.relu();
        return form switch
        {
            ReluCodes relu => WithL1(positive, relu.L1),
            TopKCodes top => WithL1(KeepLargest(positive, top.K), top.L1),
            BatchTopKCodes batch => new(
                KeepLargest(positive.reshape(1, -1), batch.K * positive.shape[0]).reshape(positive.shape),
                Penalty: zeros([])
            ),
            JumpReluCodes jump => JumpRelu(jump, values, parameters[jump.Threshold]),
            _ => throw new ConformanceException($"these rules know no fused codes of type {form.GetType().Name}"),
        };
    }

    /// <summary>[] AuxK.</summary>
    public static Tensor Auxiliary(FusedAuxiliary form, ParameterSet parameters, Tensor input, Tensor codes)
    {
        var dead = parameters[form.SinceFired].ge(form.DeadAfter);
        if (!dead.any().item<bool>())
        {
            return zeros([]);
        }

        var positive = parameters.PreActivations(input).relu() * dead;
        var most = form.K > 0 ? form.K : (input.shape[1] + 1) / 2;
        var left = (input - parameters.Decode(codes)).detach();
        return (left - KeepLargest(positive, most).mm(parameters[ParameterShape.DecoderWeight])).square().sum() * form.Alpha;
    }

    private static FusedFormCodes WithL1(Tensor codes, double weight) => new(codes, codes.sum() * weight);

    private static Tensor KeepLargest(Tensor codes, long k) =>
        k < codes.shape[1] ? codes * (codes >= codes.topk((int)k).values[.., ^1..]).detach() : codes;

    private static FusedFormCodes JumpRelu(JumpReluCodes form, Tensor values, Tensor threshold)
    {
        var active = (values > threshold).to(ScalarType.Float32).detach();
        var density = ((values - threshold).abs() < form.Bandwidth / 2).to(ScalarType.Float32).detach() / form.Bandwidth;
        var estimate = density * (form.GradientToInput ? values - threshold : -threshold);
        var codes = (values * active) + Derivative(threshold.detach() * estimate);
        var count = (active + Derivative(estimate)).sum();
        var rows = values.shape[0];
        var penalty = form switch
        {
            { TanhScale: { } steepness } => (codes * steepness).tanh().sum(),
            { TargetL0: { } target } => ((count / (target * rows)) - 1).square() * rows,
            _ => count,
        };
        return new(codes, penalty * form.Sparsity);
    }

    /// <summary>0, with the derivatives of a tensor.</summary>
    private static Tensor Derivative(Tensor tensor) => tensor - tensor.detach();
}
