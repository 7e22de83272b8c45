using SparsePlugins.Execution.Data;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>What every run of an execution works with.</summary>
/// <param name="Plugins">Where components come from.</param>
/// <param name="Files">How paths in a manifest are resolved.</param>
/// <param name="Device">Where tensors live.</param>
/// <param name="Environment">What records say of the machine.</param>
/// <param name="Cancellation">Set when the user stops it.</param>
public sealed record RunContext(
    PluginSet Plugins,
    InputFiles Files,
    Device Device,
    RunEnvironment Environment,
    CancellationToken Cancellation
)
{
    /// <summary>What the manifest's sources found when they looked at their data.</summary>
    public DataSurveys Surveys { get; init; } = DataSurveys.None;

    /// <summary>How many cores a run may use now, asked before each update. It changes no result.</summary>
    public Func<int> Threads { get; init; } = () => 1;
}
