using System.Runtime.InteropServices;
using SparsePlugins.Output.Terminals;

namespace SparsePlugins.Output;

/// <summary>The command's answers. Nothing else may be printed there, or a program that reads them would stumble.</summary>
public static class StandardOutput
{
    private const int Out = 1;
    private const int Error = 2;

    /// <summary>Where answers go.</summary>
    public static TextWriter Writer { get; } = Console.Out;

    /// <summary>The same, as bytes.</summary>
    public static Stream Stream { get; } = Open();

    /// <summary>
    /// From now on, whatever components and libraries print goes to standard error, native code's output too. What is opened here has a descriptor of its
    /// own; without a standard error all stays as it was.
    /// </summary>
    public static void Reserve()
    {
        _ = (Writer, Stream, Terminal.IsOutputTerminal);
        Writer.Flush();
        _ = dup2(Error, Out);
        Console.SetOut(Console.Error);
    }

    private static Stream Open()
    {
        try
        {
            return Console.OpenStandardOutput();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            return Stream.Null; // Closed.
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int dup2(int from, int to);
}
