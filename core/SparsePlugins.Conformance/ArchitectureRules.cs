using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The rules of architectures.</summary>
public static class ArchitectureRules
{
    /// <summary>The rules, those of every component first.</summary>
    public static IReadOnlyList<Rule<CheckedArchitecture>> All { get; } =
    [
        .. ComponentRules.Of<CheckedArchitecture>(),
        new("Its parameters have names roles and sizes that the host can use", ParameterRules.ParametersFit),
        new("A forward pass gives finite float32 codes and reconstructions", ForwardRules.PassesFit),
        new("Gradients reach every trained parameter", ForwardRules.GradientsArrive),
        new("In evaluation a row does not depend on the rest of the batch", ForwardRules.RowsStandAlone),
        new("It keeps nothing so that training can be resumed", KeepsNothing),
        new("What it reads is left as it was", LeavesItsInputs),
        new("Its updates are of buffers and keep their shape and type", UpdatesFit),
        new("Global randomness is neither read nor advanced", NoGlobalRandomness),
        new("Its formula names the parameters that evaluation needs", ParameterRules.FormulaNamesThem),
        new("A fused form computes the same", FusedFormRules.ComputesTheSame),
        new("With another k it keeps that many codes and has the same parameters", TopKRules.KeepsAnotherK),
    ];

    private static void KeepsNothing(CheckedArchitecture it)
    {
        using var _ = no_grad();
        var (kept, renewed) = (it.Start(), it.Start());
        var one = it.Create();
        for (var update = 0; update < 3; update++)
        {
            var rows = it.Problem.Batches[update].Input;
            var (old, now) = (one.Forward(kept, rows, ForwardMode.Train), it.Create().Forward(renewed, rows, ForwardMode.Train));
            Conduct.AssertSame(
                Bytes(now),
                Bytes(old),
                $"update {update} of an architecture that made the ones before differs from that of a new one: keep state in a Buffer, not in the class"
            );
            CheckedArchitecture.Write(kept, old);
            CheckedArchitecture.Write(renewed, now);
        }
    }

    private static void LeavesItsInputs(CheckedArchitecture it)
    {
        using var _ = no_grad();
        var parameters = it.Start();
        Tensor[] read = [it.Problem.Sample, .. parameters.Entries.Select(entry => entry.Value)];
        Conduct.LeavesUntouched(read, () => it.Create().Forward(parameters, it.Problem.Sample, ForwardMode.Train));
        Conduct.LeavesUntouched(read, () => it.Create().Forward(parameters, it.Problem.Sample, ForwardMode.Evaluate));
    }

    private static void UpdatesFit(CheckedArchitecture it)
    {
        using var _ = no_grad();
        var parameters = it.Start();
        CheckedArchitecture.Write(parameters, it.Create().Forward(parameters, it.Problem.Sample, ForwardMode.Train));
    }

    private static void NoGlobalRandomness(CheckedArchitecture it)
    {
        using var _ = no_grad();
        var parameters = it.Start();
        Conduct.UsesNoGlobalRandomness(() => Bytes(it.Create().Forward(parameters, it.Problem.Sample, ForwardMode.Train)));
    }

    private static byte[][] Bytes(ForwardPass pass) =>
        [
            .. new[] { pass.Codes, pass.Reconstruction }
                .Concat(pass.Losses.Select(term => term.Sum))
                .Concat(pass.Updates.Select(update => update.Value))
                .Select(TensorAssertions.Bytes),
        ];
}
