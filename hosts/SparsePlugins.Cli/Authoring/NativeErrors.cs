using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Cli.Authoring;

/// <summary>Passes on what a process prints on standard error, but for the stack of native code, and keeps the sentence that comes before it.</summary>
/// <param name="output">Where to.</param>
internal sealed class NativeErrors(TextWriter output)
{
    private const string What = "what():";

    /// <summary>What an uncaught exception of native code said; empty if there was none.</summary>
    public string Sentence { get; private set; } = "";

    /// <summary>Passes a line on; <see langword="null"/> is the end.</summary>
    public void Pass(string? line)
    {
        if (line is null || ErrorSentence.IsFrame(line))
        {
            return;
        }

        if (line.TrimStart().StartsWith(What, StringComparison.Ordinal))
        {
            Sentence = line.Trim()[What.Length..].Trim();
        }

        output.WriteLine(line);
    }
}
