namespace SparsePlugins.Workers;

/// <summary>What a child process may take before it is ended.</summary>
/// <param name="Call">How long one call of a component may last.</param>
/// <param name="Memory">Resident bytes.</param>
public sealed record IsolationLimits(TimeSpan Call, long Memory)
{
    /// <summary>How long a call may last unless the user says otherwise.</summary>
    public static readonly TimeSpan DefaultCall = TimeSpan.FromSeconds(600);

    /// <summary>Half of the memory that this process may use.</summary>
    public static long DefaultMemory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>For instance <c>no answer for 600 s (--call-limit)</c>.</summary>
    public static string Unanswered(TimeSpan limit) =>
        FormattableString.Invariant($"no answer for {limit.TotalSeconds:0.###} s; --call-limit says how long a call may last");
}
