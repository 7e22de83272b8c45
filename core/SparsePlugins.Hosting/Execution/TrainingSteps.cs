using SparsePlugins.Planning;
using SparsePlugins.Training;
using TorchSharp;

namespace SparsePlugins.Hosting.Execution;

/// <summary>Which training step a run takes.</summary>
internal static class TrainingSteps
{
    /// <summary>
    /// <c>fused</c> or <c>eager</c>: what the manifest asks for or, if it leaves the choice, fused on a CPU wherever it can: it has no auxiliary loss.
    /// </summary>
    public static string NameOf(RunSpec spec, torch.Device device) =>
        spec.Training.Step.IsFusedStep || (spec.Training.Step.IsAutoStep && CanFuse(spec, device)) ? "fused" : "eager";

    /// <summary>The step of an autoencoder.</summary>
    /// <exception cref="ArgumentException">The fused step was asked for on a GPU.</exception>
    public static ITrainingStep Create(RunSpec spec, torch.Device device, AutoencoderState state, StepOptions options) =>
        NameOf(spec, device) == "fused" ? new FusedStep(state, options) : new EagerStep(state, options);

    private static bool CanFuse(RunSpec spec, torch.Device device) => device.type == DeviceType.CPU && spec.Autoencoder.Auxiliary is null;
}
