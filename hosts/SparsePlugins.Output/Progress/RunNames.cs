using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Output.Progress;

/// <summary>What distinguishes the runs of an experiment, as its folder has them: labels of the compared lists, and values of what is swept.</summary>
public sealed class RunNames
{
    /// <summary>Nothing is known of any run.</summary>
    public static readonly RunNames None = new([]);

    private readonly Dictionary<string, string> _names;

    private RunNames(Dictionary<string, string> names) => _names = names;

    /// <summary>Those of a folder; <see cref="None"/> where it can't be read.</summary>
    public static RunNames Read(string folder)
    {
        try
        {
            var runs = new RunStore(folder).ReadExperiment()?.Runs ?? [];
            return new RunNames(runs.DistinctBy(run => run.Id).ToDictionary(run => run.Id, Describe));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or RecordFormatException)
        {
            return None;
        }
    }

    /// <summary>For instance <c>top-k(k=8) + orthogonal, training.learning_rate=0.001</c>.</summary>
    public static string Describe(ExperimentRun run) => run.Setting.Length > 0 ? $"{run.Name}, {run.Setting}" : run.Name;

    /// <summary>The name of a run, or what is said where it has none.</summary>
    public string Find(string id, string otherwise = "") => _names.GetValueOrDefault(id, otherwise);
}
