using System.Text.Json.Serialization;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Workers;

namespace SparsePlugins.Hosting;

/// <summary>Which manifest to run, and how. Only the manifest, its overrides, the plugins and the device can change a result.</summary>
/// <param name="Manifest">The manifest's file.</param>
public sealed record RunSettings(string Manifest)
{
    /// <summary>Values that replace those of the manifest, as <c>path=value</c>.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Folders of plugins, plugins' folders and source files, beside the plugins that ship.</summary>
    public IReadOnlyList<string> PluginPaths { get; init; } = [];

    /// <summary>Whether the manifest's lock file is ignored, so that a new one can be written.</summary>
    public bool IgnoresLock { get; init; }

    /// <summary>The folder for records and the report; <see langword="null"/> for <c>runs/NAME</c>.</summary>
    public string? Folder { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>auto</c>; <see langword="null"/> for what the manifest says.</summary>
    public string? Device { get; init; }

    /// <summary>Cohorts to train at once; <see langword="null"/> for one per core on a CPU, and one on a GPU.</summary>
    public int? Jobs { get; init; }

    /// <summary>The cores that they use together; <see langword="null"/> for as many as <see cref="Jobs"/>.</summary>
    public int? Cores { get; init; }

    /// <summary>Whether everything is trained again, finished or not.</summary>
    public bool Fresh { get; init; }

    /// <summary>Least time between two checkpoints of a run; zero for after every few updates, whatever that costs.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most time between two reports of a cohort's progress; zero for one after every few updates.</summary>
    public TimeSpan ProgressEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether trained weights are written.</summary>
    public bool KeepsWeights { get; init; } = true;

    /// <summary>How long one call of a component may last.</summary>
    public TimeSpan CallLimit { get; init; } = IsolationLimits.DefaultCall;

    /// <summary>
    /// What the trials of a manifest that tunes have chosen, of which the comparison is then run; <see langword="null"/> to run the trials first.
    /// </summary>
    public IReadOnlyList<ChosenSetting>? Chosen { get; init; }

    /// <summary>Whether report.html is renewed while runs are trained, by the <c>report</c> command of this process's program.</summary>
    [JsonIgnore]
    public bool RenewsReport { get; init; }

    /// <summary>Whether it trains only what no other process has claimed, waits for none, and writes no report.</summary>
    public bool IsWorker { get; init; }

    /// <summary>What a child process per cohort may take; <see langword="null"/> to train in this process.</summary>
    [JsonIgnore]
    public IsolationLimits? Isolation { get; init; }

    /// <summary>What records say about the machine; <see langword="null"/> for this machine as it is.</summary>
    /// <remarks>It decides a part of each run's id, so a fixed one makes ids comparable between machines; tests do so.</remarks>
    [JsonIgnore]
    public RunEnvironment? Environment { get; init; }
}
