using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The rules of an architecture's forward pass.</summary>
internal static class ForwardRules
{
    /// <summary>How far codes of a row may move with what else is in the batch, of the largest code.</summary>
    private const double RowTolerance = 1e-4;

    internal static void PassesFit(CheckedArchitecture it)
    {
        using var _ = no_grad();
        foreach (var mode in Enum.GetValues<ForwardMode>())
        {
            var pass = it.Create().Forward(it.Start(), it.Problem.Sample, mode);
            var rows = it.Problem.Sample.shape[0];
            ReturnedShape.AssertIs("Codes", pass.Codes, "[B, F]", rows, it.Problem.Shape.Features);
            ReturnedShape.AssertIs("Reconstruction", pass.Reconstruction, "[B, D]", rows, it.Problem.Shape.ActivationDim);
            Require.All(pass.Losses, term => ReturnedShape.AssertIs($"the loss term '{term.Name}'", term.Sum, "[]"));
        }
    }

    internal static void GradientsArrive(CheckedArchitecture it)
    {
        var parameters = it.After(updates: 1);
        var trained = CheckedArchitecture.TrainedOf(parameters).ToArray();
        Array.ForEach(trained, entry => entry.Value.requires_grad_());
        Loss(it.Create().Forward(parameters, it.Problem.Sample, ForwardMode.Train), it.Problem.Sample).backward();
        Require.All(trained, RequireGradient);
    }

    internal static void RowsStandAlone(CheckedArchitecture it)
    {
        using var _ = no_grad();
        var (parameters, sample) = (it.After(updates: 3), it.Problem.Sample);
        var whole = it.Create().Forward(parameters, sample, ForwardMode.Evaluate).Codes;
        var largest = whole.abs().max().item<float>() + 1e-6;
        foreach (var row in new[] { 1, 2, 57, (int)sample.shape[0] - 1 })
        {
            var alone = it.Create().Forward(parameters, sample[row..(row + 1)], ForwardMode.Evaluate).Codes[0];
            var off = (alone - whole[row]).abs().max().item<float>();
            Require.That(
                off <= RowTolerance * largest,
                $"the codes of row {row} move by {off:G3} where the row is alone; in ForwardMode.Evaluate use what was learned, not the batch (a threshold in a Buffer, for instance)"
            );
        }
    }

    private static void RequireGradient(NamedParameter entry)
    {
        var slope = entry.Value.grad;
        Require.That(slope is not null, $"no gradient reaches '{entry.Name}': the loss does not depend on it; make it a Buffer, or use it");
        Require.That(isfinite(slope!).all().item<bool>(), $"the gradient of '{entry.Name}' is not finite");
        Require.That((slope! != 0).any().item<bool>(), $"the gradient of '{entry.Name}' is 0 everywhere, on a plain problem");
    }

    private static Tensor Loss(ForwardPass pass, Tensor input)
    {
        var loss = (input - pass.Reconstruction).square().sum();
        return pass.Losses.Aggregate(loss, (sum, term) => sum + term.Sum);
    }
}
