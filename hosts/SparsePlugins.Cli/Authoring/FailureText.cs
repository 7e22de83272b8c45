using System.Diagnostics;
using SparsePlugins.Plugins.Components;
using Xunit.Sdk;

namespace SparsePlugins.Cli.Authoring;

/// <summary>What a failed check says to a person.</summary>
internal static class FailureText
{
    private const string OfOneItem = "Error: ";

    /// <summary>A sentence.</summary>
    /// <param name="failure">What the check threw.</param>
    public static string Of(Exception failure) =>
        failure switch
        {
            XunitException assertion => Plain(assertion.Message),
            ComponentException broken => broken.Message,
            _ => $"it threw {failure.GetType().Name}: {ErrorSentence.Of(failure)}{Place(failure)}",
        };

    /// <summary>A rule about each item of a list names the items; their sentences are enough.</summary>
    private static string Plain(string message)
    {
        var sentences = message
            .Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.StartsWith(OfOneItem, StringComparison.Ordinal))
            .ToArray();
        return sentences.Length > 0
            ? string.Join("; ", sentences.Select(line => line[OfOneItem.Length..]).Distinct())
            : string.Join(' ', message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The plugin's own line, if it carries its symbols.</summary>
    private static string Place(Exception failure)
    {
        var frame = new StackTrace(failure, fNeedFileInfo: true).GetFrames().FirstOrDefault(one => one.GetFileName() is not null);
        return frame is null ? "" : $" ({Path.GetFileName(frame.GetFileName())}:{frame.GetFileLineNumber()})";
    }
}
