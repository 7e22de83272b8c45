using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Records;

namespace SparsePlugins.Hosting.Watching;

/// <summary>What a watched sweep needs from the program around it.</summary>
public interface ISweepHost
{
    /// <summary>Loads the plugins that the manifest needs as it is now.</summary>
    PluginLibrary Open();

    /// <summary>Reads and checks the manifest as it is now, and tells its problems.</summary>
    /// <param name="plugins">What to check it with.</param>
    LoadedManifest Load(PluginSet plugins);

    /// <summary>What runs work with.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="cancellation">Set when a round ends early.</param>
    Workshop Equip(PluginSet plugins, LoadedManifest manifest, CancellationToken cancellation);

    /// <summary>How to go about a round.</summary>
    /// <param name="workshop">What its runs work with.</param>
    ExecutionOptions Options(Workshop workshop);

    /// <summary>Begins a round.</summary>
    /// <param name="runs">Runs to do in it.</param>
    /// <returns>Told about progress.</returns>
    IRunObserver Begin(int runs);

    /// <summary>Tells the user something.</summary>
    /// <param name="sentence">A line.</param>
    void Tell(string sentence);

    /// <summary>Writes the report between two rounds: nothing is trained meanwhile.</summary>
    /// <param name="experiment">Of what.</param>
    void Report(Experiment experiment);

    /// <summary>Called a few times a second while a round goes on, on a thread of its own that may not work itself: a moment to have another process write the report of what is there so far.</summary>
    void Look();
}
