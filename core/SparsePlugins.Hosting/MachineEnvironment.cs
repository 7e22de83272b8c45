using System.Reflection;
using SparsePlugins.Records;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Hosting;

/// <summary>What records say about this machine and build.</summary>
public static class MachineEnvironment
{
    // One thread per cohort: sums differ in their last bits between thread counts, and one core per cohort is also fastest.
    private const int Threads = 1;

    private static readonly string Version = typeof(MachineEnvironment)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    /// <summary>Describes the machine with a device; the step is left empty, as each run has its own.</summary>
    /// <param name="device">The device that was chosen.</param>
    public static RunEnvironment Describe(ChosenDevice device)
    {
        var machine = Machine.Describe();
        return new RunEnvironment(
            version: Version,
            dotnet: machine.DotNet,
            torchSharp: machine.TorchSharp,
            libTorch: LibTorch.Load().Version,
            os: machine.OperatingSystem,
            cpu: machine.Cpu,
            vectorBits: machine.VectorBits,
            device: device.Name,
            threads: Threads,
            step: "",
            arithmetic: Arithmetic.Describe(device)
        );
    }
}
