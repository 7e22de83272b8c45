using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Output;

/// <summary>A folder that <c>sparse run</c> wrote.</summary>
public static class RunFolder
{
    /// <summary>Opens it.</summary>
    /// <exception cref="UserException">It is none.</exception>
    public static (RunStore Store, ExperimentRecord Experiment) Open(string folder)
    {
        var store = new RunStore(folder);
        var experiment =
            store.ReadExperiment()
            ?? throw new UserException(
                ExitCode.Usage,
                $"'{folder}' holds no experiment.json; give the folder that 'sparse run' wrote (its --out)"
            );
        return (store, experiment);
    }
}
