namespace SparsePlugins.Output.Terminals;

/// <summary>Whether standard output and standard error are terminals, and how wide they are.</summary>
public static class Terminal
{
    private const int WidthElsewhere = 110;
    private const int Narrowest = 40;

    /// <summary>Standard output as the process found it: later its number belongs to standard error.</summary>
    public static bool IsOutputTerminal { get; } = !Console.IsOutputRedirected && CanMoveItsCursor;

    /// <summary>Standard error.</summary>
    public static bool IsErrorTerminal { get; } = !Console.IsErrorRedirected && CanMoveItsCursor;

    /// <summary>Columns for texts on standard output; on a terminal its own, at most those of a file.</summary>
    public static int TextWidth => IsOutputTerminal ? Math.Clamp(Columns, Narrowest, WidthElsewhere) : WidthElsewhere;

    /// <summary>Columns of the terminal that can be written without a line break; very many where there is none.</summary>
    public static int Columns => Console.WindowWidth > 1 ? Console.WindowWidth - 1 : int.MaxValue;

    private static bool CanMoveItsCursor => Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
}
