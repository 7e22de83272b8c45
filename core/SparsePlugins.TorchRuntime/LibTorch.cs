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
        var folder = LibTorchFolder.Find(
            Environment.GetEnvironmentVariable(LibTorchFolder.Variable),
            AppContext.BaseDirectory,
            AppContext.GetData(LibTorchFolder.HostOption) as string
        );
        var hasCuda = folder.Has("libtorch_cuda.so");
        foreach (var name in Order(hasCuda).Where(folder.Has))
            if (DynamicLinker.Load(folder.File(name)) is { } why)
                throw new LibTorchException($"{folder.File(name)} can't be loaded: {why}");
        var (wrapper, repaired) = Wrapper.Load(AppContext.BaseDirectory);
        torch.InitializeDeviceType(DeviceType.CPU);
        return new LibTorchInstallation(folder.Path, folder.Origin, wrapper, repaired, hasCuda);
    }

    private static string[] Order(bool cuda) =>
        cuda
            ? ["libc10.so", LibTorchFolder.Core, "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"]
            : ["libc10.so", LibTorchFolder.Core, "libtorch.so"];
}
