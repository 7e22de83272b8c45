using System.Text;

namespace SparsePlugins.Formats;

/// <summary>Text that a file holds, in quotes and without control characters, as a message can show it.</summary>
public static class QuotedText
{
    private const int MostShown = 60;
    private const int MostTyped = 2000;

    /// <summary>The text, shortened to 60 characters.</summary>
    /// <param name="text">From a file.</param>
    public static string Shorten(string text) => Quote(text, MostShown);

    /// <summary>A name that the reader is to type; shortened only where nobody could type it.</summary>
    /// <param name="name">From a file.</param>
    public static string Whole(string name) => Quote(name, MostTyped);

    private static string Quote(string text, int most)
    {
        var shown = new StringBuilder("'");
        foreach (var c in text.Length > most ? text[..most] : text)
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c);
        }

        return shown.Append(text.Length > most ? "...'" : "'").ToString();
    }
}
