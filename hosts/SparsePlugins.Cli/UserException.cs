namespace SparsePlugins.Cli;

/// <summary>Ends the command with a sentence for the person who typed it.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="message">What is wrong and what to type instead.</param>
internal sealed class UserException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
