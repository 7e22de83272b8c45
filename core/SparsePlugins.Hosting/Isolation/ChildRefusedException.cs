namespace SparsePlugins.Hosting.Isolation;

/// <summary>A child process would train something else than was asked: a plugin was changed meanwhile. No run failed; the sweep can't go on.</summary>
/// <param name="message">The child's sentence.</param>
public sealed class ChildRefusedException(string message) : Exception(message)
{
    /// <summary>What a child that refuses exits with.</summary>
    public const int ExitCode = 3;
}
