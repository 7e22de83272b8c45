using System.Buffers;

namespace SparsePlugins.Storage;

/// <summary>Ids of runs are names of files; one that a file states is checked before it becomes a path.</summary>
public static class RunId
{
    private const int Longest = 64;
    private const int LongestShown = 60;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether it is lower-case hexadecimal digits: no path, no NUL, no twin that differs in case, not too long for a file name.</summary>
    public static bool IsValid(string id) => id.Length is > 0 and <= Longest && !id.AsSpan().ContainsAnyExcept(Digits);

    /// <summary>The id, once it was checked.</summary>
    /// <exception cref="RunFolderException">It is none.</exception>
    public static string Require(string id) =>
        IsValid(id)
            ? id
            : throw new RunFolderException($"{Show(id)} is no id of a run: that is 1 to {Longest} lower-case hexadecimal digits");

    /// <summary>A text from a file, short and without control characters, in quotes.</summary>
    public static string Show(string text)
    {
        var cut = text.Length > LongestShown ? text[..LongestShown] + "..." : text;
        return $"'{string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c))}'";
    }
}
