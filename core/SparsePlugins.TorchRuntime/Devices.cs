using TorchSharp;

namespace SparsePlugins.TorchRuntime;

/// <summary>Turns the word of a person into a device, and says why.</summary>
public static class Devices
{
    /// <summary>Reads cpu, cuda or auto.</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static DeviceChoice Parse(string word) =>
        word switch
        {
            "auto" => DeviceChoice.Auto,
            "cpu" => DeviceChoice.Cpu,
            "cuda" => DeviceChoice.Cuda,
            _ => throw new ArgumentException($"device: must be cpu, cuda or auto, got '{word}'", nameof(word)),
        };

    /// <summary>The device for a choice; loads libtorch.</summary>
    /// <exception cref="LibTorchException">No usable libtorch, or CUDA was asked for and no GPU answers; the message says why.</exception>
    public static ChosenDevice Choose(DeviceChoice choice)
    {
        var libtorch = LibTorch.Load();
        if (choice == DeviceChoice.Cpu)
            return new(torch.CPU, "cpu", "the CPU was asked for");
        var gpu = AskForGpu(libtorch);
        if (gpu.Name is { } name)
            return new(new torch.Device(DeviceType.CUDA, 0), $"cuda: {name}", $"the first GPU answers: {name}");
        return choice == DeviceChoice.Auto
            ? new(torch.CPU, "cpu", $"no GPU: {gpu.Problem}")
            : throw new LibTorchException($"device: cuda was asked for, but {gpu.Problem}; choose cpu or auto to continue without a GPU");
    }

    // TorchSharp is asked last: with a CPU build its answer would begin by loading any libtorch_cuda that the system happens to have.
    private static Gpu AskForGpu(LibTorchInstallation libtorch)
    {
        if (!libtorch.HasCuda)
            return Gpu.Missing(
                $"libtorch in {libtorch.Folder} is a CPU build; for a GPU set {LibTorchFolder.Variable} to the torch/lib of a CUDA build of PyTorch"
            );
        var gpu = Gpu.First();
        return gpu.Name is null || torch.cuda.is_available()
            ? gpu
            : Gpu.Missing($"libtorch {libtorch.Version} can't use {gpu.Name}; is the driver too old for this build?");
    }
}
