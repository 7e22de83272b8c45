using System.Globalization;
using System.Text.RegularExpressions;

namespace SparsePlugins.LanguageModels;

/// <summary>The contexts of a file of a recording: <c>16..31 of 40</c>.</summary>
/// <param name="First">From 0.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Of">How many the split has.</param>
internal readonly partial record struct ContextRange(int First, int Last, int Of)
{
    /// <summary>How many they are.</summary>
    public int Count => Last - First + 1;

    /// <summary>Reads a range.</summary>
    /// <returns><see langword="null"/> where the text is none.</returns>
    public static ContextRange? TryParse(string text) =>
        Form().Match(text) is { Success: true } match
        && Number(match.Groups[1]) is { } first
        && Number(match.Groups[2]) is { } last
        && Number(match.Groups[3]) is { } of
        && first <= last
        && last < of
            ? new ContextRange(first, last, of)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}..{Last} of {Of}");

    private static int? Number(Group digits) =>
        int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^([0-9]+)\.\.([0-9]+) of ([0-9]+)\z")]
    private static partial Regex Form();
}
