using System.Diagnostics;
using SparsePlugins.Conformance;
using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Cli.Authoring;

/// <summary>What a failed check says to a person.</summary>
internal static class FailureText
{
    /// <summary>A sentence.</summary>
    /// <param name="failure">What the check threw.</param>
    public static string Of(Exception failure) =>
        failure switch
        {
            ConformanceException broken => broken.Message,
            ComponentException broken => broken.Message,
            _ => $"it threw {failure.GetType().Name}: {ErrorSentence.Create(failure)}{Place(failure)}",
        };

    /// <summary>The plugin's own line, if it carries its symbols.</summary>
    private static string Place(Exception failure)
    {
        var frame = new StackTrace(failure, fNeedFileInfo: true).GetFrames().FirstOrDefault(one => one.GetFileName() is not null);
        return frame is null ? "" : $" ({Path.GetFileName(frame.GetFileName())}:{frame.GetFileLineNumber()})";
    }
}
