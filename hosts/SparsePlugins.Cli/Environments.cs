using SparsePlugins.Records;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Cli;

/// <summary>What records say of this machine.</summary>
internal static class Environments
{
    // One thread a cohort: sums differ in their last bits between thread counts, and one core a cohort is also fastest.
    private const int Threads = 1;

    public static RunEnvironment Describe(ChosenDevice device)
    {
        var machine = Machine.Describe();
        return new RunEnvironment(
            version: HostVersion.Text,
            dotnet: machine.DotNet,
            torchSharp: machine.TorchSharp,
            libTorch: LibTorch.Load().Version,
            os: machine.OperatingSystem,
            cpu: machine.Cpu,
            vectorBits: machine.VectorBits,
            device: device.Name,
            threads: Threads,
            step: "", // Each run says how its updates were computed.
            arithmetic: Arithmetic.Describe(device)
        );
    }
}
