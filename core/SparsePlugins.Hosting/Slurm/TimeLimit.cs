using System.Globalization;

namespace SparsePlugins.Hosting.Slurm;

/// <summary>A time limit as sbatch reads it.</summary>
internal static class TimeLimit
{
    private const int Minute = 60;

    /// <summary>
    /// Its seconds in whole minutes, as sbatch rounds up: of <c>MINUTES</c>, <c>MINUTES:SECONDS</c>, <c>HOURS:MINUTES:SECONDS</c>, or <c>DAYS-HOURS</c> with
    /// minutes and seconds after it or without. <see langword="null"/> of zero, which is no limit, and of anything else, such as <c>UNLIMITED</c>, which
    /// sbatch itself judges.
    /// </summary>
    /// <param name="text">The limit.</param>
    public static long? SecondsOf(string text) =>
        StatedSeconds(text) is { } stated and > 0 ? (stated + Minute - 1) / Minute * Minute : null;

    private static long? StatedSeconds(string text) =>
        Numbers(text.Replace('-', ':')) switch
        {
            [var days, var hours, .. var rest] when text.Contains('-', StringComparison.Ordinal) && rest.Length <= 2 => (days * 24 + hours)
                * 3600
                + rest.ElementAtOrDefault(0) * 60
                + rest.ElementAtOrDefault(1),
            [var hours, var minutes, var seconds] => hours * 3600 + minutes * 60 + seconds,
            [var minutes, var seconds] => minutes * 60 + seconds,
            [var minutes] => minutes * 60,
            _ => null,
        };

    private static long[] Numbers(string text)
    {
        var parts = text.Split(':');
        return Array.TrueForAll(parts, part => uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? Array.ConvertAll(parts, part => (long)uint.Parse(part, CultureInfo.InvariantCulture))
            : [];
    }
}
