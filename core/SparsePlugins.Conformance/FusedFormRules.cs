using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The rule of an architecture that says which fused form it equals.</summary>
internal static class FusedFormRules
{
    internal static void ComputesTheSame(CheckedArchitecture it)
    {
        if (it.Create() is not IFusedArchitecture { Fused: { } form })
        {
            return;
        }

        using var _ = no_grad();
        var parameters = it.Start();
        var pass = it.Create().Forward(parameters, it.Problem.Sample, ForwardMode.Train);
        var codes = Codes(form, parameters.PreActivations(it.Problem.Sample));
        TensorAssertions.AssertClose(codes, pass.Codes, 1e-5);
        TensorAssertions.AssertClose(parameters.Decode(codes), pass.Reconstruction, 1e-5);
        var (penalty, expected) = (pass.Losses.Sum(term => term.Sum.item<float>()), form.L1 * codes.sum().item<float>());
        Require.That(
            Math.Abs(expected - penalty) <= 1e-3 * Math.Max(1, Math.Abs(penalty)),
            $"its loss terms sum to {penalty:G6}; those of the fused form that it declares sum to {expected:G6}"
        );
    }

    private static Tensor Codes(FusedForm form, Tensor preActivations)
    {
        var codes = preActivations.relu();
        return form.K is { } k && k < codes.shape[1] ? codes * (codes >= codes.topk(k).values[.., ^1..]) : codes;
    }
}
