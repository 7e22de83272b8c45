namespace SparsePlugins.Hosting.Watching;

/// <summary>How a watched sweep ended.</summary>
/// <param name="Left">Runs that are neither finished nor failed.</param>
/// <param name="Failed">Runs that failed.</param>
public sealed record SweepOutcome(int Left, int Failed);
