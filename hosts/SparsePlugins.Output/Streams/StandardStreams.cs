using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace SparsePlugins.Output.Streams;

/// <summary>Makes standard output and standard error safe to write to, whatever they are.</summary>
public static class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;
    private const int GetFlags = 1; // F_GETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC

    /// <summary>Comes first: what is opened while one of them is closed takes its number, and is then written to.</summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux() && (IsClosed(Input) || IsClosed(Error)))
        {
            StartAgain();
        }

        Console.SetError(new QuietWriter(Console.Error));
        Console.SetOut(new ResultWriter(OperatingSystem.IsLinux() && IsClosed(Output) ? null : Console.Out));
    }

    /// <summary>Whether nobody gave this process the stream: no number, or one that .NET took for itself and marked, as no stream that is handed on can be.</summary>
    private static bool IsClosed(int stream) =>
        GetDescriptorFlags(stream, GetFlags) is var flags && (flags < 0 || (flags & CloseOnExec) != 0);

    /// <summary>Replaces this process by itself with <c>/dev/null</c> in the place of closed streams. Its id stays the same.</summary>
    private static void StartAgain()
    {
        var redirections = string.Concat(new[] { Input, Error }.Where(IsClosed).Select(Redirection));
        var arguments = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).TrimEnd('\0').Split('\0');
        var program = Environment.ProcessPath!;
        _ = Replace("/bin/sh", ["sh", "-c", $"exec \"$0\" \"$@\"{redirections}", program, .. arguments[1..], null]);
        // Without a shell it goes on as it is.
    }

    private static string Redirection(int stream) =>
        string.Create(CultureInfo.InvariantCulture, $" {stream}{(stream == Input ? '<' : '>')}/dev/null");

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int GetDescriptorFlags(int descriptor, int command);

    [DllImport("libc", EntryPoint = "execv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Replace(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string program,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments
    );
}
