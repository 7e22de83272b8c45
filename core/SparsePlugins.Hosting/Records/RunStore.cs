using SparsePlugins.Reporting;

namespace SparsePlugins.Hosting.Records;

/// <summary>
/// The folder of an experiment: <c>experiment.json</c>, <c>runs/ID.json</c>, the report, and in folders of their own the weights, checkpoints and claims of
/// its runs.
/// </summary>
/// <param name="folder">Made when first written to.</param>
public sealed class RunStore(string folder)
{
    private const string ExperimentFile = "experiment.json";
    private const string RecordFolder = "runs";

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The trained dictionaries.</summary>
    public WeightStore Weights { get; } = new(Path.Combine(folder, "weights"));

    /// <summary>What runs that were interrupted go on from.</summary>
    public CheckpointStore Checkpoints { get; } = new(Path.Combine(folder, "checkpoints"));

    /// <summary>Which process works on which run.</summary>
    public RunClaims Claims { get; } = new(Path.Combine(folder, "claims"));

    /// <summary>Whether a run has a record that counts: one that ended by itself. A failed run is tried again.</summary>
    /// <param name="id">The run's id.</param>
    public bool IsFinished(string id) => TryRead(id) is { } record && !record.Outcome.IsFailed;

    /// <summary>The record of a run, or <see langword="null"/> if there is none that can be read.</summary>
    /// <param name="id">The run's id.</param>
    public RunRecord? TryRead(string id)
    {
        try
        {
            return File.Exists(RecordPath(id)) ? RecordJson.Read(File.ReadAllText(RecordPath(id))) : null;
        }
        catch (RecordFormatException)
        {
            return null; // A torn record: the run is done again and the file replaced.
        }
    }

    /// <summary>Writes a record, whole or not at all.</summary>
    /// <param name="record">The record.</param>
    public void Write(RunRecord record) => AtomicFile.Write(RecordPath(record.Id), RecordJson.Write(record));

    /// <summary>Forgets a run: its record, weights and checkpoints.</summary>
    /// <param name="id">The run's id.</param>
    public void Delete(string id)
    {
        if (File.Exists(RecordPath(id)))
        {
            File.Delete(RecordPath(id));
        }

        Weights.Delete(id);
        Checkpoints.Delete(id);
    }

    /// <summary>Deletes what writers that were killed left half-written.</summary>
    public void DeleteLeftovers()
    {
        foreach (var part in new[] { Folder, Path.Combine(Folder, RecordFolder), Weights.Folder, Checkpoints.Folder })
        {
            AtomicFile.DeleteLeftovers(part);
        }
    }

    /// <summary>When the record of a run was written, as a mark that differs between two records, or <see langword="null"/> if there is none.</summary>
    /// <param name="id">The run's id.</param>
    internal DateTime? MarkOf(string id) => File.Exists(RecordPath(id)) ? File.GetLastWriteTimeUtc(RecordPath(id)) : null;

    /// <summary>Records of an experiment that are there and can't be read.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <returns>Their files.</returns>
    public IReadOnlyList<string> DamagedRecords(Experiment experiment) =>
        [
            .. experiment
                .Runs.Select(run => run.Id)
                .Distinct()
                .Where(id => File.Exists(RecordPath(id)) && TryRead(id) is null)
                .Select(RecordPath),
        ];

    /// <summary>The experiment, or <see langword="null"/> if the folder holds none.</summary>
    /// <exception cref="RecordFormatException">Its file is damaged.</exception>
    public Experiment? ReadExperiment()
    {
        var path = Path.Combine(Folder, ExperimentFile);
        try
        {
            return File.Exists(path) ? ExperimentJson.Read(File.ReadAllText(path)) : null;
        }
        catch (RecordFormatException damage)
        {
            throw new RecordFormatException(
                $"{path}: {damage.Message} ('sparse run' with the manifest makes this file anew; the records in runs/ are kept)",
                damage
            );
        }
    }

    /// <summary>Writes the experiment.</summary>
    /// <param name="experiment">The experiment.</param>
    public void Write(Experiment experiment) => AtomicFile.Write(Path.Combine(Folder, ExperimentFile), ExperimentJson.Write(experiment));

    /// <summary>The records of an experiment that are there and can be read.</summary>
    /// <param name="experiment">The experiment.</param>
    public IReadOnlyList<RunRecord> ReadRecords(Experiment experiment) =>
        [.. experiment.Runs.Select(run => TryRead(run.Id)).OfType<RunRecord>()];

    /// <summary>Writes the files of a report.</summary>
    /// <param name="report">The report.</param>
    public void Write(Report report)
    {
        foreach (var file in report.Files)
        {
            AtomicFile.Write(Path.Combine(Folder, file.Path), file.Content);
        }
    }

    /// <summary>The record of a run.</summary>
    /// <param name="id">The run's id.</param>
    public string RecordPath(string id) => Path.Combine(Folder, RecordFolder, id + ".json");
}
