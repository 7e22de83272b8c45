using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SparsePlugins.TorchRuntime;

/// <summary>Tells builds of libraries apart without reading hundreds of megabytes.</summary>
internal static partial class BuildIdentity
{
    private const int Digits = 8;
    private const int Sampled = 1 << 20;

    /// <summary>The libraries of this process that compute: libtorch's own, and those for linear algebra and threads.</summary>
    public static string[] Loaded => [.. Computing(File.ReadLines("/proc/self/maps"))];

    /// <summary>Eight hexadecimal digits for some libraries, wherever they lie.</summary>
    /// <exception cref="IOException">A library can't be read.</exception>
    public static string Compute(IEnumerable<string> libraries)
    {
        var parts = libraries.Select(library => $"{Path.GetFileName(library)} {Compute(library)}").Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..Digits];
    }

    /// <summary>The length of a library, and the linker's build id; a hash of its ends where it has none.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It isn't a 64-bit x86 Linux library.</exception>
    public static string Compute(string library)
    {
        using var file = File.OpenRead(library);
        return FormattableString.Invariant($"{file.Length} {new ElfImage(file).BuildId ?? HashOfEnds(file)}");
    }

    /// <summary>The paths of libraries that compute, from the lines of a process's map of memory.</summary>
    internal static IEnumerable<string> Computing(IEnumerable<string> maps) =>
        maps.Select(line => line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var start ? line[start..] : "")
            .Distinct()
            .Where(path => Computing().IsMatch(Path.GetFileName(path)) && File.Exists(path));

    private static string HashOfEnds(FileStream file)
    {
        var ends = new byte[2 * Sampled];
        file.Position = 0;
        file.ReadAtLeast(ends.AsSpan(0, Sampled), Sampled, throwOnEndOfStream: false);
        file.Position = Math.Max(0, file.Length - Sampled);
        file.ReadAtLeast(ends.AsSpan(Sampled), Sampled, throwOnEndOfStream: false);
        return Convert.ToHexStringLower(SHA256.HashData(ends));
    }

    [GeneratedRegex(
        @"^lib(c10|torch|mkl|openblas|blas|cblas|lapack|blis|flexiblas|dnnl|gomp|iomp|omp|sleef|cublas|cusolver|cudart).*\.so",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Computing();
}
