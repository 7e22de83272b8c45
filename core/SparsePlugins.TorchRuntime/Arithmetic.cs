using System.Runtime.InteropServices;

namespace SparsePlugins.TorchRuntime;

/// <summary>
/// Which of their kernels libtorch and the libraries below it take on this machine, under this environment. Two processes with equal ones compute equal
/// bits; versions alone don't say so.
/// </summary>
public static class Arithmetic
{
    private static readonly Lazy<string> Results = new(ArithmeticProbe.Compute);

    /// <summary>Variables that choose kernels or their precision, as the documentation of ATen, oneMKL, oneDNN and glibc has them.</summary>
    private static readonly string[] CpuVariables =
    [
        "ATEN_CPU_CAPABILITY",
        "MKL_CBWR",
        "MKL_ENABLE_INSTRUCTIONS",
        "MKL_DEBUG_CPU_TYPE",
        "MKL_NUM_STRIPES",
        "ONEDNN_MAX_CPU_ISA",
        "DNNL_MAX_CPU_ISA",
        "ONEDNN_CPU_ISA_HINTS",
        "DNNL_CPU_ISA_HINTS",
        "ONEDNN_DEFAULT_FPMATH_MODE",
        "DNNL_DEFAULT_FPMATH_MODE",
        "GLIBC_TUNABLES",
    ];

    /// <summary>Those of libraries that some builds of libtorch use in place of MKL.</summary>
    private static readonly (string Library, string Variable)[] OtherVariables =
    [
        ("libopenblas", "OPENBLAS_CORETYPE"),
        ("libblis", "BLIS_ARCH_TYPE"),
    ];

    /// <summary>Those of CUDA's libraries, and of libtorch for them.</summary>
    private static readonly string[] CudaVariables =
    [
        "NVIDIA_TF32_OVERRIDE",
        "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE",
        "CUBLAS_WORKSPACE_CONFIG",
        "CUBLAS_EMULATE_SINGLE_PRECISION",
        "CUBLAS_EMULATION_STRATEGY",
        "TORCH_BLAS_PREFER_CUBLASLT",
        "TORCH_LINALG_PREFER_CUSOLVER",
        "TORCH_LINALG_PREFER_MAGMA",
    ];

    /// <summary>
    /// One line, such as <c>libtorch build 1f0c9a2e; kernels AVX512; MKL mode 1, branch 2, processor 0; results 5b1c07d4e2aa</c>: the build, what the libraries
    /// report, the variables that are set, and a hash of small results of each kind of operation.
    /// </summary>
    /// <param name="device">The device in use; its libraries' variables count.</param>
    /// <exception cref="LibTorchException">No usable libtorch.</exception>
    public static string Describe(ChosenDevice device)
    {
        var libtorch = LibTorch.Load();
        var core = NativeLibrary.Load(Path.Combine(libtorch.Folder, LibTorchFolder.Core));
        var results = Results.Value; // First: some libraries choose their kernels, or load others, in the first call.
        var isCuda = device.Device.type == TorchSharp.DeviceType.CUDA;
        string[] parts =
        [
            $"libtorch build {libtorch.Build}",
            $"kernels {KernelChoice.OfTorch(core)}",
            KernelChoice.OfMkl(core),
            .. SetVariables([.. CpuVariables, .. LoadedVariables, .. isCuda ? CudaVariables : []], Environment.GetEnvironmentVariable),
            $"results {results}",
        ];
        return string.Join("; ", parts);
    }

    private static IEnumerable<string> LoadedVariables =>
        OtherVariables
            .Where(one => BuildIdentity.Loaded.Any(path => Path.GetFileName(path).StartsWith(one.Library, StringComparison.Ordinal)))
            .Select(one => one.Variable);

    /// <summary>Variables that have a value, as <c>NAME=value</c>.</summary>
    internal static IEnumerable<string> SetVariables(IEnumerable<string> names, Func<string, string?> read) =>
        names.Where(name => !string.IsNullOrWhiteSpace(read(name))).Select(name => $"{name}={read(name)!.Trim()}");
}
