using System.Text.Json;
using SparsePlugins.Contracts;
using SparsePlugins.Hosting.Inputs;

namespace SparsePlugins.Hosting.Isolation;

/// <summary>What a child process is asked to do: one line of JSON on its standard input, which stays open as long as it is wanted.</summary>
/// <param name="Manifest">The manifest's file, for messages and for relative paths in it.</param>
/// <param name="Text">The manifest as the parent read it: the file may be changed meanwhile.</param>
/// <param name="Overrides"><c>path=value</c> of <c>--set</c>.</param>
/// <param name="PluginFolders">Folders of <c>--plugins</c>.</param>
/// <param name="Folder">The experiment's folder, where records go.</param>
/// <param name="Device">Of <c>--device</c>; or <see langword="null"/>, and the manifest says.</param>
/// <param name="CheckpointEvery">Between two checkpoints of a run, at least.</param>
/// <param name="KeepsWeights">Whether trained weights are written, too.</param>
/// <param name="Board">The file where it notes whose code it runs.</param>
/// <param name="Runs">The ids of the runs to train, all of one cohort; none, to see only whether plugins and manifest can be loaded.</param>
public sealed record WorkRequest(
    string Manifest,
    string Text,
    string[] Overrides,
    string[] PluginFolders,
    string Folder,
    string? Device,
    TimeSpan CheckpointEvery,
    bool KeepsWeights,
    string Board,
    string[] Runs
)
{
    /// <summary>What the parent's sources found when they looked at their data, so that no child looks again; null before it looked.</summary>
    public Dictionary<string, DataSurvey>? Surveys { get; init; }

    /// <summary>The files that the parent planned with, which are to be read and no others; <see langword="null"/> where it has planned nothing yet.</summary>
    public PlannedInputs? Inputs { get; init; }

    /// <summary>As one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this);

    /// <summary>From one line.</summary>
    /// <param name="line">What <see cref="ToLine"/> gave.</param>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public static WorkRequest FromLine(string? line)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkRequest>(line ?? "")!;
        }
        catch (JsonException)
        {
            throw new ArgumentException(
                "'sparse work' is what 'sparse run --isolate' starts, and is told what to do by it; use 'sparse run --isolate'"
            );
        }
    }
}
