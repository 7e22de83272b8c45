using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace SparsePlugins.TorchRuntime;

/// <summary>The machine and the software a result was computed with; asking needs no libtorch.</summary>
/// <param name="Cpu">The processor's model name; its architecture where the system gives no name.</param>
/// <param name="VectorBits">Width of the widest vectors that the processor and .NET share: 512, 256 or 128.</param>
/// <param name="Cores">Logical cores that this process may use.</param>
/// <param name="OperatingSystem">Name and version.</param>
/// <param name="DotNet">Version of the .NET runtime.</param>
/// <param name="TorchSharp">Version of TorchSharp.</param>
public sealed record Machine(string Cpu, int VectorBits, int Cores, string OperatingSystem, string DotNet, string TorchSharp)
{
    /// <summary>This machine.</summary>
    public static Machine Describe() =>
        new(
            CpuName(ReadOrEmpty("/proc/cpuinfo")) ?? RuntimeInformation.ProcessArchitecture.ToString(),
            WidestVector(),
            Environment.ProcessorCount,
            RuntimeInformation.OSDescription,
            Environment.Version.ToString(),
            VersionOf(typeof(torch).Assembly)
        );

    /// <summary>The first model name that Linux lists; null where it lists none.</summary>
    internal static string? CpuName(string cpuinfo) =>
        cpuinfo
            .Split('\n')
            .Where(line => line.StartsWith("model name", StringComparison.Ordinal) && line.Contains(':', StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
            .FirstOrDefault(name => name.Length > 0);

    // .NET calls 512-bit vectors "not accelerated" on processors that slow down for them, though they have them.
    private static int WidestVector() =>
        Avx512F.IsSupported || Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : 128;

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version!.ToString(3);

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
