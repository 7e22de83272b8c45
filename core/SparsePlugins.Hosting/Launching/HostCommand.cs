using System.Diagnostics;

namespace SparsePlugins.Hosting.Launching;

/// <summary>The command that this process is, to start another one of it.</summary>
/// <param name="Program">An executable file.</param>
/// <param name="Arguments">What comes before the arguments proper.</param>
public sealed record HostCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The program that runs now; <c>dotnet</c> where it was started so.</summary>
    public static HostCommand OfThisProcess
    {
        get
        {
            var program = Environment.ProcessPath ?? throw new InvalidOperationException("a process without an executable file");
            var isMuxer = Path.GetFileNameWithoutExtension(program) == "dotnet";
            return new HostCommand(program, isMuxer ? [Environment.GetCommandLineArgs()[0]] : []);
        }
    }

    /// <summary>Starts it with pipes at all ends.</summary>
    /// <param name="arguments">The arguments proper.</param>
    public ProcessStartInfo Start(params IEnumerable<string> arguments) =>
        new(Program, Arguments.Concat(arguments))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
}
