using System.Text.RegularExpressions;

namespace SparsePlugins.TorchRuntime;

/// <summary>Turns what the system's loader says into a cause and a fix; its own words follow, for searching.</summary>
internal static partial class LoadFailure
{
    public const string NameAPyTorch =
        $"set {LibTorchFolder.Variable} to the folder torch/lib of a PyTorch for Linux x86-64; its Python prints it: "
        + "python3 -c \"import os, torch; print(os.path.join(torch.__path__[0], 'lib'))\"";

    public static LibTorchException Explain(string file, string reason) =>
        new($"{file} can't be loaded: {Cause(file, reason)} (the system says: {reason})");

    private static string Cause(string file, string reason)
    {
        if (SystemVersion().Match(reason) is { Success: true, Value: var version })
            return $"it needs {version}, and this system's {Owner(version)} is older; use a newer system or {Newer(version)}";
        if (MissingSymbol().Match(reason) is { Success: true } symbol)
            return $"this libtorch lacks the function {symbol.Groups[1].Value}; TorchSharp needs libtorch {LibTorchVersion.Expected} or one close to it";
        if (MissingLibrary().Match(reason) is { Success: true } library && library.Groups[1].Value != file)
            return $"it needs {library.Groups[1].Value}, which is not found; install what this PyTorch needs (for CUDA its nvidia packages) into "
                + "the same Python environment, or name that library's folder in LD_LIBRARY_PATH";
        if (Damaged().IsMatch(reason))
            return "the file is damaged or incomplete; install it again";
        if (NotExecutable().IsMatch(reason))
            return "its folder does not allow running programs (mounted noexec?); move it to one that does";
        return "the cause is not known here";
    }

    private static string Owner(string version) => version.StartsWith("GLIBC_", StringComparison.Ordinal) ? "glibc" : "libstdc++";

    private static string Newer(string version) =>
        Owner(version) == "glibc"
            ? "a PyTorch built for this one"
            : "start the program with LD_LIBRARY_PATH naming a folder that has a newer libstdc++.so.6";

    [GeneratedRegex(@"\b(GLIBC|GLIBCXX|CXXABI)_[0-9]+(\.[0-9]+)*")]
    private static partial Regex SystemVersion();

    [GeneratedRegex(@"undefined symbol: ([^\s,]+)")]
    private static partial Regex MissingSymbol();

    [GeneratedRegex("^(.+?): cannot open shared object file")]
    private static partial Regex MissingLibrary();

    [GeneratedRegex("invalid ELF header|file too short|ELF load command|cannot read file data|wrong ELF class")]
    private static partial Regex Damaged();

    [GeneratedRegex("failed to map segment|cannot enable executable")]
    private static partial Regex NotExecutable();
}
