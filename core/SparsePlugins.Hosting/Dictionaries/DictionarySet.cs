using SparsePlugins.Interchange;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Dictionaries;

/// <summary>Dictionaries that a path means.</summary>
public static class DictionarySet
{
    /// <summary>The dictionary of a weights file or of another tool's folder, or those of all trained runs of an experiment, each with a name.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <exception cref="InterchangeException">It is none of these.</exception>
    public static IReadOnlyList<(string Name, PortableDictionary Dictionary)> Read(string path)
    {
        if (File.Exists(path))
        {
            return [(path, WeightsFile.Read(path).Dictionary)];
        }

        if (
            DictionaryFolder.ToolOf(path) is not null
            || new RunStore(path) is not { } store
            || store.ReadExperiment() is not { } experiment
        )
        {
            return [(path, DictionaryFolder.Read(path))];
        }

        return
        [
            .. RunChoice
                .All(store, experiment)
                .Select(run =>
                    ($"{run.Initializer} seed {run.Seed} {run.Id[..7]}", WeightsFile.Read(store.Weights.PathOf(run.Id)).Dictionary)
                ),
        ];
    }
}
