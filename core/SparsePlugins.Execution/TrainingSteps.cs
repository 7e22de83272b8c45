using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using SparsePlugins.Specs;
using SparsePlugins.Training;
using TorchSharp;

namespace SparsePlugins.Execution;

/// <summary>Which training step a run takes.</summary>
public static class TrainingSteps
{
    /// <summary>B D F of an update from which more threads than one pay: about 3 ms of one core.</summary>
    private const long LeastWorkToShare = 1L << 27;

    /// <summary><c>fused</c> or <c>eager</c>: what the manifest asks for or, if it leaves the choice, fused on a CPU where the architecture has a fused form.</summary>
    public static string NameOf(RunSpec spec, torch.Device device, FusedForm? form) =>
        spec.Training.Step.IsFusedStep
        || (spec.Training.Step.IsAutoStep && device.type == DeviceType.CPU && form is not null && !NeedsWholeGradient(spec))
            ? "fused"
            : "eager";

    /// <summary>The step of an autoencoder; before each large fused update <paramref name="threads"/> says how many threads it may use, by default one.</summary>
    /// <exception cref="ArgumentException">The fused step was asked for on a GPU, or of an architecture without a fused form.</exception>
    public static ITrainingStep Create(
        RunSpec spec,
        torch.Device device,
        RunArchitecture architecture,
        AutoencoderState state,
        Func<int>? threads = null
    )
    {
        var (form, adam) = (architecture.Fused, AdamOf(spec.Training));
        if (NameOf(spec, device, form) != "fused")
        {
            return new EagerStep(architecture, state, adam);
        }

        var work = spec.Training.Batch * state.Weights.EncoderWeight.numel();
        return new FusedStep(form ?? throw new ArgumentException(NoForm(spec)), state, adam, work >= LeastWorkToShare ? threads : null);
    }

    /// <summary>Why a run can't take the fused step.</summary>
    public static string NoForm(RunSpec spec) =>
        $"training.step must be auto or eager: {spec.Autoencoder.Architecture.Label} has no fused form; got 'fused'";

    /// <summary>The fused step updates a row as soon as it has its gradient.</summary>
    private static bool NeedsWholeGradient(RunSpec spec) => spec.Training.Clip > 0 || spec.Training.WeightDecay > 0;

    private static AdamOptions AdamOf(TrainingSpec training) =>
        new(training.LearningRate, training.Beta1, training.Beta2, training.Epsilon)
        {
            Clip = training.Clip,
            WeightDecay = training.WeightDecay,
        };
}
