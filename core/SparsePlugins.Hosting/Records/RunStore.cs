using SparsePlugins.Reporting;

namespace SparsePlugins.Hosting.Records;

/// <summary>The folder of an experiment: <c>experiment.json</c>, <c>runs/ID.json</c>, and the report.</summary>
/// <param name="folder">Made when first written to.</param>
public sealed class RunStore(string folder)
{
    private const string ExperimentFile = "experiment.json";

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

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

    /// <summary>Forgets the record of a run.</summary>
    /// <param name="id">The run's id.</param>
    public void Delete(string id)
    {
        if (File.Exists(RecordPath(id)))
        {
            File.Delete(RecordPath(id));
        }
    }

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

    private string RecordPath(string id) => Path.Combine(Folder, "runs", id + ".json");
}
