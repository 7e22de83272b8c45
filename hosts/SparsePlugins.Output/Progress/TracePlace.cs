using System.Text.RegularExpressions;

namespace SparsePlugins.Output.Progress;

/// <summary>Finds in a stack trace the line of a component that an exception came from.</summary>
internal static partial class TracePlace
{
    // A component without symbols has no lines; those of the host are not what is asked for.
    private static readonly string[] Own = ["Hosting", "Contracts", "Training", "TorchRuntime"];

    /// <summary>For instance <c> (thrower.cs:13)</c>; empty where the trace has no line of a component.</summary>
    /// <param name="trace">As .NET writes it, one call a line.</param>
    public static string Of(string trace) =>
        Frame().Matches(trace).FirstOrDefault(frame => !Own.Contains(frame.Groups["module"].Value)) is { } found
            ? $" ({Path.GetFileName(found.Groups["file"].Value)}:{found.Groups["line"].Value})"
            : "";

    [GeneratedRegex(@"^ +at (SparsePlugins\.(?<module>\w+)\.)?.* in (?<file>.*):line (?<line>\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Frame();
}
