using System.Text;
using SparsePlugins.Records;

namespace SparsePlugins.Storage;

/// <summary>
/// The folder of an experiment: <c>experiment.json</c>, <c>runs/ID.json</c>, the report, and in folders of their own the weights, checkpoints and claims of
/// its runs.
/// </summary>
/// <param name="folder">Made when first written to.</param>
public sealed class RunStore(string folder)
{
    private const string ExperimentFile = "experiment.json";

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The experiment's file.</summary>
    public string ExperimentPath => Path.Combine(Folder, ExperimentFile);

    /// <summary>The agreement's file.</summary>
    public string AgreementPath => Path.Combine(Folder, "agreement.json");

    /// <summary>The folder of the trials that choose the settings of an experiment that tunes; it need not be there.</summary>
    public RunStore Trials => new(Path.Combine(Folder, "tuning"));

    /// <summary>Where the records are.</summary>
    public string RecordFolder => Path.Combine(Folder, "runs");

    /// <summary>The trained dictionaries.</summary>
    public WeightStore Weights { get; } = new(Path.Combine(folder, "weights"));

    /// <summary>What interrupted runs resume from.</summary>
    public CheckpointStore Checkpoints { get; } = new(Path.Combine(folder, "checkpoints"));

    /// <summary>Which process works on which run.</summary>
    public RunClaims Claims { get; } = new(Path.Combine(folder, "claims"));

    /// <summary>Whether a run has a record that counts: one that ended by itself. A failed run is tried again.</summary>
    /// <param name="id">The run's id.</param>
    public bool IsFinished(string id) => TryRead(id) is { } record && !record.Outcome.IsFailed;

    /// <summary>The record of a run, or <see langword="null"/> if there is none that can be read.</summary>
    /// <param name="id">The run's id.</param>
    public RunRecord? TryRead(string id) => Inspect(id).Record; // A torn record: the run is done again and the file replaced.

    /// <summary>The record of a run, or what is wrong with the file; neither if there is none.</summary>
    /// <param name="id">The run's id.</param>
    public (RunRecord? Record, string? Damage) Inspect(string id)
    {
        if (!File.Exists(RecordPath(id)))
        {
            return (null, null);
        }

        try
        {
            var record = RecordJson.Read(StateFile.Read(RecordPath(id)));
            return record.Id == id ? (record, null) : (null, $"the file holds the record of another run, {RunId.Show(record.Id)}");
        }
        catch (RecordFormatException damage)
        {
            return (null, damage.Message);
        }
    }

    /// <summary>Whether a record or an experiment that can be read carries a checksum.</summary>
    /// <param name="path">The file.</param>
    public bool HasChecksum(string path) => RecordJson.HasChecksum(StateFile.Read(path));

    /// <summary>The ids of all records that are there, of whatever experiment.</summary>
    public IEnumerable<string> RecordIds() =>
        Directory.Exists(RecordFolder)
            ? Directory.EnumerateFiles(RecordFolder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path))
            : [];

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
    /// <param name="experiment">Whose finished runs need no checkpoint any more: its writer may have been killed between the two.</param>
    public void DeleteLeftovers(ExperimentRecord experiment)
    {
        foreach (var part in new[] { Folder, RecordFolder, Weights.Folder, Checkpoints.Folder, Path.Combine(Folder, "figures") })
        {
            AtomicFile.DeleteLeftovers(part);
        }

        foreach (var run in experiment.Runs.Where(run => Checkpoints.Exists(run.Id) && IsFinished(run.Id)))
        {
            Checkpoints.Delete(run.Id);
        }
    }

    /// <summary>When the record of a run was written, as a mark that differs between two records, or <see langword="null"/> if there is none.</summary>
    /// <param name="id">The run's id.</param>
    public DateTime? MarkOf(string id) => File.Exists(RecordPath(id)) ? File.GetLastWriteTimeUtc(RecordPath(id)) : null;

    /// <summary>Records of an experiment that are there and can't be read.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="read">Those that were read already, and are not looked at again.</param>
    /// <returns>Their files.</returns>
    public IReadOnlyList<string> DamagedRecords(ExperimentRecord experiment, IEnumerable<RunRecord> read) =>
        [
            .. experiment
                .Runs.Select(run => run.Id)
                .Except(read.Select(record => record.Id))
                .Where(id => File.Exists(RecordPath(id)) && TryRead(id) is null)
                .Select(RecordPath),
        ];

    /// <summary>The experiment, or <see langword="null"/> if the folder holds none.</summary>
    /// <exception cref="RecordFormatException">Its file is damaged, or names a run by what can't be a file's name.</exception>
    /// <exception cref="RunFolderException">A part of the folder is a link to elsewhere.</exception>
    public ExperimentRecord? ReadExperiment()
    {
        OwnFolder.Require(Folder);
        try
        {
            return File.Exists(ExperimentPath) ? WithIds(ExperimentJson.Read(StateFile.Read(ExperimentPath))) : null;
        }
        catch (RecordFormatException damage)
        {
            throw new RecordFormatException(
                $"{ExperimentPath}: {damage.Message} ('sparse run' with the manifest writes this file again; the records in runs/ are kept)",
                damage
            );
        }
    }

    /// <summary>Checks that the folder is free for an experiment or holds it already.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <exception cref="ArgumentException">There is a file where the folder would be.</exception>
    /// <exception cref="RunFolderException">The folder holds another experiment.</exception>
    public void RequireFor(string name)
    {
        if (File.Exists(Folder))
        {
            throw new ArgumentException($"--out: {Folder} is a file; give a folder");
        }

        if (ReadExperiment() is { } other && other.Name != name)
        {
            throw new RunFolderException($"{Folder} holds the experiment '{other.Name}', not '{name}'; give another --out");
        }
    }

    /// <summary>Writes the experiment.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <exception cref="RunFolderException">A part of the folder is a link to elsewhere.</exception>
    public void Write(ExperimentRecord experiment)
    {
        OwnFolder.Require(Folder);
        AtomicFile.Write(ExperimentPath, ExperimentJson.Write(experiment));
    }

    /// <summary>The records of an experiment that are there and can be read.</summary>
    /// <param name="experiment">The experiment.</param>
    public IReadOnlyList<RunRecord> ReadRecords(ExperimentRecord experiment) =>
        [.. experiment.Runs.Select(run => TryRead(run.Id)).OfType<RunRecord>()];

    /// <summary>How far the dictionaries of seeds agree, as <see cref="Write(AgreementRecord)"/> wrote it; <see langword="null"/> where nothing was, or it is damaged.</summary>
    public AgreementRecord? TryReadAgreement()
    {
        try
        {
            return File.Exists(AgreementPath) ? AgreementJson.Read(StateFile.Read(AgreementPath)) : null;
        }
        catch (RecordFormatException)
        {
            return null; // 'sparse agree' writes it again from the weights.
        }
    }

    /// <summary>Writes how far the dictionaries of seeds agree.</summary>
    /// <param name="agreement">The agreement.</param>
    public void Write(AgreementRecord agreement)
    {
        OwnFolder.Require(Folder);
        AtomicFile.Write(AgreementPath, AgreementJson.Write(agreement));
    }

    /// <summary>Writes files of a report, each whole or not at all.</summary>
    /// <param name="files">The path of each, from the folder, and its content.</param>
    /// <exception cref="RunFolderException">A part of the folder is a link to elsewhere.</exception>
    public void WriteFiles(IEnumerable<(string Path, string Content)> files) =>
        WriteFiles(files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Content))));

    /// <summary>The same for files that are no text.</summary>
    public void WriteFiles(IEnumerable<(string Path, byte[] Content)> files)
    {
        OwnFolder.Require(Folder);
        foreach (var (path, content) in files)
        {
            AtomicFile.Write(Path.Combine(Folder, path), file => file.Write(content));
        }
    }

    /// <summary>The record of a run.</summary>
    /// <param name="id">The run's id.</param>
    public string RecordPath(string id) => Path.Combine(RecordFolder, RunId.Require(id) + ".json");

    private static ExperimentRecord WithIds(ExperimentRecord experiment)
    {
        foreach (var (index, run) in experiment.Runs.Index().Where(run => !RunId.IsValid(run.Item.Id)))
        {
            throw new RecordFormatException($"runs[{index}].id: must be lower-case hexadecimal digits, got {RunId.Show(run.Id)}");
        }

        return experiment;
    }
}
