using System.Text.Json;
using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Inputs;

namespace SparsePlugins.Hosting.Launching;

/// <summary>What a child process is to train: one line of JSON on its standard input, which stays open as long as the child is wanted.</summary>
/// <param name="Settings">The settings of the experiment.</param>
/// <param name="Text">The manifest as the parent read it; its file may change meanwhile.</param>
/// <param name="Folder">The experiment's folder, where records go.</param>
/// <param name="Board">The file where the child notes whose code it runs.</param>
/// <param name="Runs">The ids of the runs to train, all of one cohort; none, to try whether plugins and manifest can be loaded.</param>
public sealed record ChildRequest(RunSettings Settings, string Text, string Folder, string Board, IReadOnlyList<string> Runs)
{
    /// <summary>What the parent's sources found in their data, so that no child reads all of it again; <see langword="null"/> before they looked.</summary>
    public Dictionary<string, DataSurvey>? Surveys { get; init; }

    /// <summary>The files that the parent planned with, which the child reads and no others; <see langword="null"/> before there is a plan.</summary>
    public PlannedInputs? Inputs { get; init; }

    /// <summary>Writes it as one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this);

    /// <summary>Reads it from one line.</summary>
    /// <param name="line">What <see cref="ToLine"/> gave.</param>
    /// <exception cref="ArgumentException">The line is something else.</exception>
    public static ChildRequest FromLine(string? line)
    {
        try
        {
            return JsonSerializer.Deserialize<ChildRequest>(line ?? "")!;
        }
        catch (JsonException)
        {
            throw new ArgumentException("'sparse work' is started by 'sparse run --isolate' only; use that");
        }
    }
}
