namespace SparsePlugins.Plugins.Components;

/// <summary>What an exception says to a person: the sentences of its message, without the frames of native code that libtorch appends.</summary>
public static class ErrorSentence
{
    private const int MostLines = 6;

    /// <summary>What begins the part that is for developers of libtorch.</summary>
    private static readonly string[] Frames = ["Exception raised from", "frame #"];

    /// <summary>In one line.</summary>
    /// <param name="error">The exception.</param>
    public static string Create(Exception error)
    {
        var lines = MessageOf(error).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', lines.TakeWhile(line => !IsFrame(line)).Take(MostLines));
    }

    /// <summary>Without what .NET appends about the argument, as the sentence names it already.</summary>
    private static string MessageOf(Exception error) =>
        error is ArgumentException { ParamName: { } name }
            ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : error.Message;

    /// <summary>Whether a line is of native code's stack, or begins it.</summary>
    /// <param name="line">The line.</param>
    public static bool IsFrame(string line) => Frames.Any(start => line.TrimStart().StartsWith(start, StringComparison.Ordinal));
}
