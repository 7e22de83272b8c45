using System.Globalization;
using System.Runtime.InteropServices;

namespace SparsePlugins.TorchRuntime;

/// <summary>What libtorch and the MKL inside it say of the kernels that they chose.</summary>
internal static unsafe class KernelChoice
{
    private const string Unknown = "unknown";

    /// <summary>As at::get_cpu_capability has it: <c>AVX512</c>, <c>AVX2</c>, <c>DEFAULT</c>; "unknown" where this build has no such function.</summary>
    /// <param name="library">libtorch_cpu.</param>
    public static string OfTorch(nint library)
    {
        // It returns a std::string, which the caller provides the room for: {start, length, 16 bytes that hold a short text}.
        const string Name = "_ZN2at18get_cpu_capabilityB5cxx11Ev";
        if (!NativeLibrary.TryGetExport(library, Name, out var address))
        {
            return Unknown;
        }

        var text = stackalloc nint[4];
        ((delegate* unmanaged<nint*, nint*>)address)(text);
        return Marshal.PtrToStringUTF8(text[0], (int)text[1]); // A long one would leak; they are short.
    }

    /// <summary>MKL's mode of reproducibility (MKL_CBWR) and, unless that fixes a branch, the one that it takes by itself and its number for the processor.</summary>
    /// <param name="library">libtorch_cpu, with MKL inside.</param>
    public static string OfMkl(nint library)
    {
        const int All = ~0;
        const int Auto = 2; // MKL_CBWR_AUTO; 1 is off, others are branches.
        if (!NativeLibrary.TryGetExport(library, "mkl_serv_cbwr_get", out var get))
        {
            return $"MKL {Unknown}";
        }

        var mode = ((delegate* unmanaged<int, int>)get)(All);
        return mode > Auto
            ? $"MKL mode {Text(mode)}"
            : $"MKL mode {Text(mode)}, branch {Ask(library, "mkl_serv_cbwr_get_auto_branch")}, processor {Ask(library, "mkl_serv_cpu_detect")}";
    }

    private static string Ask(nint library, string name) =>
        NativeLibrary.TryGetExport(library, name, out var address) ? Text(((delegate* unmanaged<int>)address)()) : Unknown;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
