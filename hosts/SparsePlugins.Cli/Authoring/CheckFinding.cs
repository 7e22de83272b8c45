namespace SparsePlugins.Cli.Authoring;

/// <summary>What came of a check.</summary>
internal enum FindingStatus
{
    Ok,

    /// <summary>Worth knowing; nothing to fix.</summary>
    Note,

    /// <summary>Nothing was checked; the message says what is needed.</summary>
    Skipped,
    Failed,
}

/// <summary>One check of a component.</summary>
/// <param name="Check">What has to hold, as a sentence.</param>
/// <param name="Status">Whether it does.</param>
/// <param name="Message">Why not, and what to do; empty where it holds.</param>
internal sealed record CheckFinding(string Check, FindingStatus Status, string Message = "");
