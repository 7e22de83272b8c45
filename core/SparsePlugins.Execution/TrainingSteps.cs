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

    /// <summary>
    /// What the manifest asks for or, if it leaves the choice and the architecture has a fused form, fused on a CPU, and stacked on a GPU and for another precision.
    /// </summary>
    public static StepChoice Resolve(RunSpec spec, torch.Device device, FusedForm? form) =>
        !spec.Training.Step.IsAutoStep ? spec.Training.Step
        : form is null ? StepChoice.EagerStep
        : device.type != DeviceType.CPU || spec.Training.Precision.IsBFloat16 ? StepChoice.StackedStep
        : NeedsWholeGradient(spec) ? StepChoice.EagerStep
        : StepChoice.FusedStep;

    /// <summary><c>fused</c>, <c>stacked</c> or <c>eager</c>.</summary>
    public static string NameOf(RunSpec spec, torch.Device device, FusedForm? form)
    {
        var step = Resolve(spec, device, form);
        return step.IsFusedStep ? "fused"
            : step.IsStackedStep ? "stacked"
            : "eager";
    }

    /// <summary>Whether the manifest asks for a step that needs a fused form.</summary>
    public static bool AsksForForm(RunSpec spec) =>
        spec.Training.Step.IsFusedStep || spec.Training.Step.IsStackedStep || spec.Training.Precision.IsBFloat16;

    /// <summary>An autoencoder as one of a stack; <see langword="null"/> where its run takes another step.</summary>
    public static StackMember? MemberOf(RunSpec spec, torch.Device device, RunArchitecture architecture, AutoencoderState state) =>
        Resolve(spec, device, architecture.Fused).IsStackedStep
            ? new(architecture.Fused ?? throw new ArgumentException(NoForm(spec)), state, AdamOf(spec.Training))
            {
                Products = spec.Training.Precision.IsBFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32,
            }
            : null;

    /// <summary>The step of one autoencoder; before each large fused update <paramref name="threads"/> says how many threads it may use, by default one.</summary>
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
        if (!Resolve(spec, device, form).IsFusedStep)
        {
            return new EagerStep(architecture, state, adam);
        }

        var work = spec.Training.Batch * state.Weights.EncoderWeight.numel();
        return new FusedStep(form ?? throw new ArgumentException(NoForm(spec)), state, adam, work >= LeastWorkToShare ? threads : null);
    }

    /// <summary>Why a run can't take the step or the precision that it asks for.</summary>
    public static string NoForm(RunSpec spec)
    {
        var (rule, got) =
            spec.Training.Precision.IsBFloat16 ? ("training.precision must be float32", "bfloat16")
            : spec.Training.Step.IsStackedStep ? ("training.step must be auto or eager", "stacked")
            : ("training.step must be auto or eager", "fused");
        return $"{rule}: {spec.Autoencoder.Architecture.Label} has no fused form, so it takes the eager step; got '{got}'";
    }

    /// <summary>The fused step updates a row as soon as it has its gradient.</summary>
    private static bool NeedsWholeGradient(RunSpec spec) => spec.Training.Clip > 0 || spec.Training.WeightDecay > 0;

    private static AdamOptions AdamOf(TrainingSpec training) =>
        new(training.LearningRate, training.Beta1, training.Beta2, training.Epsilon)
        {
            Clip = training.Clip,
            WeightDecay = training.WeightDecay,
        };
}
