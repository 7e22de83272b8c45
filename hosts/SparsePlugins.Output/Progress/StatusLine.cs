using SparsePlugins.Output.Terminals;

namespace SparsePlugins.Output.Progress;

/// <summary>Lines on stderr; on a terminal the last one may renew itself.</summary>
internal sealed class StatusLine
{
    private const string ClearLine = "\r\u001b[K";

    /// <summary>Whether stderr is a terminal that can clear a line.</summary>
    public bool IsTerminal => Terminal.IsErrorTerminal;

    /// <summary>Writes a line that stays.</summary>
    public void Say(string line) => Console.Error.Write((IsTerminal ? ClearLine : "") + Paint.Line(line) + "\n");

    /// <summary>Writes a line that the next one replaces on a terminal, and that stays elsewhere.</summary>
    public void Renew(string line) => Console.Error.Write(IsTerminal ? ClearLine + Fit(line) : line + "\n");

    /// <summary>Leaves the terminal on a fresh line.</summary>
    public void Clear()
    {
        if (IsTerminal)
        {
            Console.Error.Write(ClearLine);
        }
    }

    private static string Fit(string line)
    {
        var width = Terminal.Columns;
        return line.Length > width ? line[..width] : line;
    }
}
