using System.Globalization;
using System.Runtime.InteropServices;

namespace SparsePlugins.TorchRuntime;

/// <summary>What NVIDIA's driver says of the first GPU: its name, or why there is none.</summary>
internal sealed record Gpu(string? Name, string? Problem)
{
    private const string Driver = "libcuda.so.1";

    public static Gpu Missing(string problem) => new(null, problem);

    /// <summary>Asks the driver; CUDA_VISIBLE_DEVICES counts.</summary>
    public static Gpu First(string driver = Driver) =>
        NativeLibrary.TryLoad(driver, out var handle)
            ? First(handle)
            : Missing($"NVIDIA's driver is not installed, or hidden from this container ({driver} is not found)");

    private static unsafe Gpu First(nint driver)
    {
        var initialize = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(driver, "cuInit");
        var getCount = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(driver, "cuDeviceGetCount");
        var getName = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGetName");

        var count = 0;
        var status = initialize(0);
        if (status == 0)
            status = getCount(&count);
        if (status != 0 || count == 0)
            return Missing(Explain(status));

        const int Length = 256;
        var name = stackalloc byte[Length];
        return getName(name, Length, 0) == 0 ? new(Marshal.PtrToStringUTF8((nint)name), null) : new("unnamed GPU", null);
    }

    private static string Explain(int status) =>
        status switch
        {
            0 or 100 => "NVIDIA's driver sees no GPU"
                + (
                    Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") is { } visible
                        ? $" (CUDA_VISIBLE_DEVICES is '{visible}')"
                        : ""
                ),
            803 or 804 => "NVIDIA's driver and its library differ in version; restart the machine, or match the container to the host",
            _ => $"NVIDIA's driver does not start (CUDA error {status.ToString(CultureInfo.InvariantCulture)}); does nvidia-smi work?",
        };
}
