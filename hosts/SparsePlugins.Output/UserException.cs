namespace SparsePlugins.Output;

/// <summary>Ends the command with a sentence for the person who typed it.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="message">What is wrong and what to type instead.</param>
public sealed class UserException(int exitCode, string message) : Exception(message)
{
    /// <summary>With which the command ends.</summary>
    public int ExitCode { get; } = exitCode;
}
