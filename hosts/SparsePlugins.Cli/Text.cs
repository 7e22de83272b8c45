using System.Text;

namespace SparsePlugins.Cli;

/// <summary>Text for people.</summary>
internal static class Text
{
    private const int Width = 110;

    /// <summary>Breaks a long text between words.</summary>
    /// <param name="first">Spaces before the first line.</param>
    /// <param name="text">The text.</param>
    /// <param name="rest">Spaces before the lines that follow.</param>
    public static string Wrap(int first, string text, int rest)
    {
        var wrapped = new StringBuilder().Append(' ', first);
        var column = first;
        foreach (var word in text.Split(' '))
        {
            if (column > first && column + 1 + word.Length > Width)
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
