namespace SparsePlugins.Hosting.Launching;

/// <summary>A child process would train something else than was asked, or can't load it: a plugin changed meanwhile. No run failed; the experiment can't continue.</summary>
/// <param name="message">The child's sentence.</param>
public sealed class ChildRefusedException(string message) : Exception(message)
{
    /// <summary>The exit code of a child that refuses.</summary>
    public const int ExitCode = 3;
}
