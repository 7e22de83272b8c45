using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace SparsePlugins.TorchRuntime;

/// <summary>Which libtorch this is: by the word of the Python package around it, or by its own.</summary>
internal static partial class LibTorchVersion
{
    public const string Unknown = "unknown";

    /// <summary>The version that TorchSharp was built against, from Directory.Packages.props.</summary>
    public static string Expected { get; } =
        typeof(LibTorchVersion)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == nameof(LibTorchVersion))
            .Value!;

    /// <summary>The version of the loaded libtorch; torch/version.py also knows the build, such as +cu130.</summary>
    public static string Read(LibTorchFolder folder) => FromPython(folder.Path) ?? FromLibrary(folder.File(LibTorchFolder.Core)) ?? Unknown;

    /// <summary>The version that the Python package around a torch/lib gives itself; null where there is none.</summary>
    public static string? FromPython(string folder)
    {
        var file = Path.Combine(folder, "..", "version.py");
        var match = File.Exists(file) ? PythonVersion().Match(File.ReadAllText(file)) : Match.Empty;
        return match.Success ? match.Groups[1].Value : null;
    }

    // major, minor, patch in the highest bytes; there since 2.9.
    private static unsafe string? FromLibrary(string core)
    {
        if (!NativeLibrary.TryGetExport(NativeLibrary.Load(core), "aoti_torch_abi_version", out var address))
            return null;
        var version = ((delegate* unmanaged<ulong>)address)();
        return FormattableString.Invariant($"{version >> 56}.{(version >> 48) & 255}.{(version >> 40) & 255}");
    }

    [GeneratedRegex("""^__version__\s*(?::[^=]*)?=\s*['"]([^'"]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex PythonVersion();
}
