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
        foreach (var batch in it.Problem.Batches.Take(3))
        {
            var pass = it.Create().Forward(parameters, batch.Input, ForwardMode.Train);
            AssertSame(form, parameters, batch.Input, pass);
            CheckedArchitecture.Write(parameters, pass);
        }
    }

    private static void AssertSame(FusedForm form, ParameterSet parameters, Tensor input, ForwardPass pass)
    {
        var codes = Codes(form.Codes, parameters.PreActivations(input));
        TensorAssertions.AssertClose(codes, pass.Codes, 1e-5);
        TensorAssertions.AssertClose(parameters.Decode(codes), pass.Reconstruction, 1e-5);
        var (penalty, expected) = (pass.Losses.Sum(term => term.Sum.item<float>()), Penalty(form.Codes, codes));
        Require.That(
            Math.Abs(expected - penalty) <= 1e-3 * Math.Max(1, Math.Abs(penalty)),
            $"its loss terms sum to {penalty:G6}; those of the fused form that it declares sum to {expected:G6}"
        );
        AssertUpdates(form.Codes, parameters, codes, pass.Updates);
    }

    private static Tensor Codes(FusedCodes form, Tensor preActivations)
    {
        var codes = preActivations.relu();
        return form switch
        {
            TopKCodes top => KeepLargest(codes, top.K),
            BatchTopKCodes batch => KeepLargest(codes.reshape(1, -1), batch.K * codes.shape[0]).reshape(codes.shape),
            _ => codes,
        };
    }

    private static Tensor KeepLargest(Tensor codes, long k) =>
        k < codes.shape[1] ? codes * (codes >= codes.topk((int)k).values[.., ^1..]) : codes;

    private static double Penalty(FusedCodes form, Tensor codes) =>
        form switch
        {
            ReluCodes relu => relu.L1 * codes.sum().item<float>(),
            TopKCodes top => top.L1 * codes.sum().item<float>(),
            _ => 0,
        };

    private static void AssertUpdates(FusedCodes form, ParameterSet parameters, Tensor codes, IReadOnlyList<BufferUpdate> updates)
    {
        if (form is not BatchTopKCodes batch)
        {
            Require.That(updates.Count == 0, "it updates buffers, and the fused form that it declares updates none");
            return;
        }

        Require.That(
            updates is [{ Name: var name }] && name == batch.Threshold,
            $"its updates must be of '{batch.Threshold}' alone, as of the fused form that it declares"
        );
        var (threshold, least) = (parameters[batch.Threshold], codes.masked_select(codes > 0).min().reshape(1));
        var moved = threshold.item<float>() < 0 ? least : threshold + ((least - threshold) * batch.Rate);
        TensorAssertions.AssertClose(moved, updates[0].Value, 1e-5);
    }
}
