using System.Diagnostics;

namespace SparsePlugins.Plugins.Tests;

/// <summary>A test that compiles C; skipped where there is no C compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CFactAttribute : FactAttribute
{
    public CFactAttribute() => Skip = CLibrary.IsPossible ? null : "it compiles C, and there is no gcc";
}

/// <summary>Native libraries of a few lines.</summary>
internal static class CLibrary
{
    private const string Compiler = "gcc";

    /// <summary>Whether there is a compiler.</summary>
    public static bool IsPossible { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, Compiler)));

    /// <summary>Compiles a library whose name for the loader is its file's, as is usual.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="text">C.</param>
    /// <param name="more">Further arguments, such as a library that it needs.</param>
    public static void Write(string path, string text, params string[] more)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var source = Path.ChangeExtension(Path.GetTempFileName(), ".c");
        File.WriteAllText(source, text);
        string[] arguments = ["-s", "-shared", "-fPIC", $"-Wl,-soname,{Path.GetFileName(path)}", "-o", path, source, .. more];
        using var compiler = Process.Start(Compiler, arguments)!;
        compiler.WaitForExit();
        File.Delete(source);
        Assert.Equal(0, compiler.ExitCode);
    }

    /// <summary>One whose function <c>foo_factor</c> gives a number.</summary>
    public static void WriteFactor(string path, string number) => Write(path, $"double foo_factor(void) {{ return {number}; }}");
}
