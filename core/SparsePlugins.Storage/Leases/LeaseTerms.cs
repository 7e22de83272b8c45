using System.Globalization;

namespace SparsePlugins.Storage.Leases;

/// <summary>Whether runs are claimed by leases rather than locks, and when a lease expires.</summary>
/// <param name="IsForced">Leases are used whatever locks can do.</param>
/// <param name="Expiry">A lease whose owner was silent for so long is free.</param>
internal sealed record LeaseTerms(bool IsForced, TimeSpan Expiry)
{
    /// <summary>The environment variable <c>SPARSEPLUGINS_CLAIMS</c>: <c>lease</c>, or <c>lease:SECONDS</c>.</summary>
    public const string Variable = "SPARSEPLUGINS_CLAIMS";

    private const string Word = "lease";
    private const int LeastSeconds = 3;
    private const int MostSeconds = 86400;

    /// <summary>Long enough for what shared file systems remember of a file, about a minute, and for a node that is busy.</summary>
    public static TimeSpan UsualExpiry { get; } = TimeSpan.FromMinutes(3);

    /// <summary>How often an owner reports: a dozen times within the expiry.</summary>
    public TimeSpan BetweenBeats => Expiry / 12;

    /// <summary>Reads the variable.</summary>
    /// <exception cref="ArgumentException">It is neither unset nor one of the two forms.</exception>
    public static LeaseTerms Parse(string? text) =>
        text switch
        {
            null or "" => new LeaseTerms(IsForced: false, UsualExpiry),
            Word => new LeaseTerms(IsForced: true, UsualExpiry),
            _ when TrySeconds(text, out var seconds) => new LeaseTerms(IsForced: true, TimeSpan.FromSeconds(seconds)),
            _ => throw new ArgumentException(
                $"{Variable}: must be '{Word}', or '{Word}:SECONDS' with {LeastSeconds} to {MostSeconds} seconds, got '{text}'"
            ),
        };

    private static bool TrySeconds(string text, out int seconds)
    {
        seconds = 0;
        return text.StartsWith(Word + ":", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(Word.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
            && seconds is >= LeastSeconds and <= MostSeconds;
    }
}
