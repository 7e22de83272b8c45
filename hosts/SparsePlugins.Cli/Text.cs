using System.Text;

namespace SparsePlugins.Cli;

/// <summary>Text for people.</summary>
internal static class Text
{
    private const int Width = 110;

    /// <summary>Breaks a long line between words; the lines that follow begin with <paramref name="indent"/> spaces.</summary>
    public static string Wrap(string line, int indent)
    {
        var text = new StringBuilder();
        var column = 0;
        foreach (var word in line.Split(' '))
        {
            if (column > indent && column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
            }
            else if (text.Length > 0)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }

        return text.ToString();
    }
}
