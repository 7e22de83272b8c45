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

        var parameters = it.Start();
        foreach (var batch in it.Problem.Batches.Take(3))
        {
            AssertSameGradients(form, it.Create(), parameters, batch.Input);
            using var _ = no_grad();
            var pass = it.Create().Forward(parameters, batch.Input, ForwardMode.Train);
            AssertSame(form, parameters, batch.Input, pass);
            CheckedArchitecture.Write(parameters, pass);
        }
    }

    private static void AssertSameGradients(FusedForm form, IArchitecture architecture, ParameterSet parameters, Tensor input)
    {
        var (one, other) = (Leaves(parameters), Leaves(parameters));
        var pass = architecture.Forward(one, input, ForwardMode.Train);
        Loss(input, pass.Reconstruction, pass.Losses.Select(term => term.Sum)).backward();
        var codes = FusedFormCodes.Compute(form.Codes, other, input);
        Loss(input, other.Decode(codes.Values), [Terms(form, codes, other, input)]).backward();
        foreach (var (actual, expected) in CheckedArchitecture.TrainedOf(one).Zip(CheckedArchitecture.TrainedOf(other)))
        {
            var (gradient, wanted) = (GradientOf(actual), GradientOf(expected));
            var (distance, length) = ((gradient - wanted).norm().item<float>(), wanted.norm().item<float>());
            Require.That(
                distance <= 1e-4 * Math.Max(1e-3, length),
                $"the gradient of its '{actual.Name}' is {distance:G3} off that of the fused form that it declares, whose length is {length:G3}"
            );
        }
    }

    private static ParameterSet Leaves(ParameterSet parameters) =>
        new([
            .. parameters.Entries.Select(entry =>
                entry.Role is ParameterRole.FeatureRows or ParameterRole.Shared
                    ? entry with
                    {
                        Value = entry.Value.detach().clone().requires_grad_(),
                    }
                    : entry
            ),
        ]);

    private static Tensor GradientOf(NamedParameter parameter) => parameter.Value.grad ?? zeros_like(parameter.Value);

    /// <summary>What the loss has beside the squared error of all features: the penalty, the squared errors of prefixes, and AuxK.</summary>
    private static Tensor Terms(FusedForm form, FusedFormCodes codes, ParameterSet parameters, Tensor input)
    {
        var features = (int)codes.Values.shape[1];
        var auxiliary = form.Auxiliary is null ? zeros([]) : FusedFormCodes.Auxiliary(form.Auxiliary, parameters, input, codes.Values);
        return FusedForm
            .PrefixSizes(form.Prefixes, features)
            .Select(size => (arange(features, dtype: ScalarType.Int64) < size).to(ScalarType.Float32))
            .Aggregate(codes.Penalty + auxiliary, (sum, inside) => sum + (input - parameters.Decode(codes.Values * inside)).square().sum());
    }

    private static Tensor Loss(Tensor input, Tensor reconstruction, IEnumerable<Tensor> terms) =>
        terms.Aggregate((input - reconstruction).square().sum(), (sum, term) => sum + term);

    private static void AssertSame(FusedForm form, ParameterSet parameters, Tensor input, ForwardPass pass)
    {
        var computed = FusedFormCodes.Compute(form.Codes, parameters, input);
        var codes = computed.Values;
        TensorAssertions.AssertClose(codes, pass.Codes, 1e-5);
        TensorAssertions.AssertClose(parameters.Decode(codes), pass.Reconstruction, 1e-5);
        var (actual, expected) = (pass.Losses.Sum(term => term.Sum.item<float>()), Terms(form, computed, parameters, input).item<float>());
        Require.That(
            Math.Abs(expected - actual) <= 1e-3 * Math.Max(1, Math.Abs(actual)),
            $"its loss terms sum to {actual:G6}; those of the fused form that it declares sum to {expected:G6}"
        );
        AssertUpdates(form, parameters, codes, pass.Updates);
    }

    private static void AssertUpdates(FusedForm form, ParameterSet parameters, Tensor codes, IReadOnlyList<BufferUpdate> updates)
    {
        var expected = new List<BufferUpdate>();
        if (form.Codes is BatchTopKCodes batch)
        {
            var (threshold, least) = (parameters[batch.Threshold], codes.masked_select(codes > 0).min().reshape(1));
            expected.Add(new(batch.Threshold, threshold.item<float>() < 0 ? least : threshold + ((least - threshold) * batch.Rate)));
        }

        if (form.Auxiliary is { } auxiliary)
        {
            var counted = (parameters[auxiliary.SinceFired] + codes.shape[0]) * codes.any(0).logical_not().to(ScalarType.Int64);
            expected.Add(new(auxiliary.SinceFired, counted));
        }

        Require.That(
            updates.Select(update => update.Name).Order().SequenceEqual(expected.Select(update => update.Name).Order()),
            $"it updates {Names(updates)}; the fused form that it declares updates {Names(expected)}"
        );
        foreach (var (name, value) in expected)
        {
            var updated = updates.Single(update => update.Name == name).Value;
            TensorAssertions.AssertClose(value.to(ScalarType.Float32), updated.to(ScalarType.Float32), 1e-5);
        }
    }

    private static string Names(IReadOnlyList<BufferUpdate> updates) =>
        updates.Count == 0 ? "no buffer" : string.Join(", ", updates.Select(update => $"'{update.Name}'"));
}
