using System.Runtime.InteropServices;
using SparsePlugins.TorchRuntime.Scalars;
using TorchSharp;

namespace SparsePlugins.TorchRuntime;

/// <summary>Loads libtorch before TorchSharp looks for it, from one known folder and by full path.</summary>
/// <remarks>
/// A machine may carry several libtorch builds, and two in one process abort it; so nothing is looked up by bare name.
/// TorchSharp's own loader afterwards asks for names that are loaded already, and does nothing.
/// </remarks>
public static class LibTorch
{
    private static readonly Lazy<LibTorchInstallation> Loaded = new(LoadOnce);

    /// <summary>Loads libtorch once for the process; call it before the first use of TorchSharp. Any thread, any number of times.</summary>
    /// <returns>What was found, the same on every call.</returns>
    /// <exception cref="LibTorchException">No usable libtorch; the message says why and what to do.</exception>
    public static LibTorchInstallation Load() => Loaded.Value;

    private static LibTorchInstallation LoadOnce()
    {
        RefuseForeignSystem();
        var active = PythonEnvironments.OfThisProcess();
        var folder = LibTorchFolder.Find(
            Environment.GetEnvironmentVariable(LibTorchFolder.Variable),
            AppContext.BaseDirectory,
            AppContext.GetData(LibTorchFolder.HostOption) as string,
            active
        );
        RefuseSecondCopy(folder);
        var before = BuildIdentity.Loaded; // A plugin may have loaded libraries of its own.
        foreach (var library in folder.Libraries())
            if (DynamicLinker.Load(library) is { } reason)
                throw LoadFailure.Explain(library, reason);
        var wrapper = Wrapper.Load(AppContext.BaseDirectory);
        ScalarMemory.Install();
        torch.InitializeDeviceType(DeviceType.CPU); // TorchSharp's own loader finds all it asks for
        ScalarMemory.Check();
        return Describe(folder, active, wrapper, BuildIdentity.Compute(BuildIdentity.Loaded.Except(before)));
    }

    private static LibTorchInstallation Describe(LibTorchFolder folder, PythonEnvironments active, Wrapper wrapper, string build)
    {
        var version = LibTorchVersion.Read(folder);
        var notes = wrapper.Note is null ? new List<string>() : [wrapper.Note];
        if (active.Folder is { } torch)
            notes.Add(folder.Whether(torch, active));
        if (version.Split('+')[0] != LibTorchVersion.Expected)
            notes.Add(
                $"libtorch {version} is not the {LibTorchVersion.Expected} that TorchSharp was built against: run the self-test before trusting it"
            );
        return new(folder.Path, folder.Origin, version, build, wrapper.Path, wrapper.Repaired, folder.Has(LibTorchFolder.Cuda), notes);
    }

    private static void RefuseForeignSystem()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw new LibTorchException($"libtorch is loaded on Linux x86-64 only; this is {RuntimeInformation.RuntimeIdentifier}");
    }

    private static void RefuseSecondCopy(LibTorchFolder folder)
    {
        var other = File.ReadLines("/proc/self/maps")
            .FirstOrDefault(line => line.EndsWith('/' + LibTorchFolder.Core, StringComparison.Ordinal));
        if (other is not null)
            throw new LibTorchException(
                $"this process already holds a libtorch, {other[other.IndexOf('/', StringComparison.Ordinal)..]}, and a second one ({folder.Path}) would abort it; "
                    + "call LibTorch.Load() before the first use of TorchSharp, and take libtorch out of LD_PRELOAD"
            );
    }
}
