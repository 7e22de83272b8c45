namespace SparsePlugins.Output.Terminals;

/// <summary>Colors for the words that people look for. Without a terminal, with NO_COLOR, or with <c>--color never</c> text stays plain.</summary>
public static class Paint
{
    private const string Reset = "\u001b[0m";

    /// <summary>The value of <c>--color</c>.</summary>
    public static ColorChoice Choice { get; set; }

    /// <summary>Whether standard output is colored.</summary>
    public static bool IsOnOutput => IsOn(Terminal.IsOutputTerminal);

    /// <summary>Something failed, on standard error.</summary>
    public static string Bad(string text) => Color(text, "\u001b[1;31m", Terminal.IsErrorTerminal);

    /// <summary>Something deserves a look, on standard error.</summary>
    public static string Careful(string text) => Color(text, "\u001b[33m", Terminal.IsErrorTerminal);

    /// <summary>A heading, on standard output.</summary>
    public static string Heading(string text) => Color(text, "\u001b[1m", Terminal.IsOutputTerminal);

    /// <summary>A state by its meaning, on standard output.</summary>
    public static string State(string text, Meaning meaning) =>
        meaning switch
        {
            Meaning.Good => Color(text, "\u001b[32m", Terminal.IsOutputTerminal),
            Meaning.Careful => Color(text, "\u001b[33m", Terminal.IsOutputTerminal),
            Meaning.Bad => Color(text, "\u001b[1;31m", Terminal.IsOutputTerminal),
            _ => text,
        };

    /// <summary>Colors the first word of <c>error: ...</c> and <c>warning: ...</c>.</summary>
    public static string Line(string line) =>
        line.StartsWith("error:", StringComparison.Ordinal) ? Bad("error:") + line["error:".Length..]
        : line.StartsWith("warning:", StringComparison.Ordinal) ? Careful("warning:") + line["warning:".Length..]
        : line;

    private static string Color(string text, string code, bool isTerminal) => IsOn(isTerminal) ? code + text + Reset : text;

    private static bool IsOn(bool isTerminal) =>
        Choice switch
        {
            ColorChoice.Always => true,
            ColorChoice.Never => false,
            _ => isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
}

/// <summary>The values of <c>--color</c>.</summary>
public enum ColorChoice
{
    /// <summary>On a terminal, unless NO_COLOR is set.</summary>
    Auto,

    /// <summary>Also into files and pipes.</summary>
    Always,

    /// <summary>Nowhere.</summary>
    Never,
}

/// <summary>What a state means to whoever reads it.</summary>
public enum Meaning
{
    /// <summary>Nothing to see.</summary>
    Plain,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth a look.</summary>
    Careful,

    /// <summary>Wrong.</summary>
    Bad,
}
