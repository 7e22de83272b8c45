namespace SparsePlugins.Storage;

/// <summary>What is noteworthy of a file.</summary>
public enum FindingKind
{
    /// <summary>It is not what was written, or it is missing.</summary>
    Damaged,

    /// <summary>It has no checksum, as files of earlier versions.</summary>
    Unchecked,

    /// <summary>What a process that was killed left behind; the next <c>sparse run</c> removes or replaces it.</summary>
    Leftover,

    /// <summary>It belongs to no run of the experiment.</summary>
    Unknown,
}

/// <summary>Something that <see cref="FolderAudit"/> found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The file, relative to the folder.</param>
/// <param name="Message">What is the matter, and what to do.</param>
public sealed record Finding(FindingKind Kind, string Path, string Message);
