using System.Text;
using SparsePlugins.Output.Terminals;

namespace SparsePlugins.Output;

/// <summary>Text for people.</summary>
public static class Text
{
    /// <summary>Breaks a long text between words, at the width of the terminal.</summary>
    /// <param name="first">Spaces before the first line.</param>
    /// <param name="text">The text.</param>
    /// <param name="rest">Spaces before the lines that follow.</param>
    /// <param name="widest">Columns, if fewer than the terminal has.</param>
    public static string Wrap(int first, string text, int rest, int widest = int.MaxValue)
    {
        var wrapped = new StringBuilder().Append(' ', first);
        var (column, width) = (first, Math.Min(widest, Terminal.TextWidth));
        foreach (var word in text.Split(' '))
        {
            if (column > first && column + 1 + word.Length > width)
            {
                wrapped.Append('\n').Append(' ', rest);
                column = rest;
            }
            else if (column > first)
            {
                wrapped.Append(' ');
                column++;
            }

            wrapped.Append(word);
            column += word.Length;
        }

        return wrapped.ToString();
    }
}
