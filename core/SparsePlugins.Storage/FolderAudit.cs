using SparsePlugins.Records;
using SparsePlugins.Storage.Leases;

namespace SparsePlugins.Storage;

/// <summary>Every file of an experiment's folder compared with its checksum. Reads all of them, and changes nothing.</summary>
public sealed class FolderAudit
{
    private const string LeftHalf = "was left half-written by a process that has ended; the next 'sparse run' removes it";
    private const string PerhapsLeftHalf =
        "is being written, or was left half-written by a process elsewhere or before this machine was started; delete it when no 'sparse' works on this folder";
    private const string Again = "'sparse run' with the same manifest trains the run again";

    private readonly RunStore _store;
    private readonly HashSet<string> _known;
    private readonly List<Finding> _findings = [];

    /// <summary>Looks at a folder.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="experiment">What it holds.</param>
    public FolderAudit(RunStore store, ExperimentRecord experiment)
    {
        (_store, _known) = (store, [.. experiment.Runs.Select(run => run.Id)]);
        AuditExperiment();
        AuditRecords();
        AuditWeights();
        AuditCheckpoints();
        AuditRest();
        Findings = [.. _findings.OrderBy(finding => finding.Kind).ThenBy(finding => finding.Path, StringComparer.Ordinal)];
    }

    /// <summary>Records that are as they were written.</summary>
    public int Records { get; private set; }

    /// <summary>Files of weights that are as their records say.</summary>
    public int Weights { get; private set; }

    /// <summary>Checkpoints that are as they were written.</summary>
    public int Checkpoints { get; private set; }

    /// <summary>What is noteworthy, damage first.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Whether something is not what was written.</summary>
    public bool IsDamaged => _findings.Exists(finding => finding.Kind == FindingKind.Damaged);

    private void AuditExperiment()
    {
        if (!_store.HasChecksum(_store.ExperimentPath))
        {
            Add(FindingKind.Unchecked, _store.ExperimentPath, "has no checksum; the next 'sparse run' writes one");
        }
    }

    private void AuditRecords()
    {
        foreach (var path in Files(_store.RecordFolder).Where(IsLasting))
        {
            var id = Path.GetFileNameWithoutExtension(path);
            if (!RunId.IsValid(id) || path != _store.RecordPath(id))
            {
                Add(FindingKind.Unknown, path, "is no record of a run; it is left alone");
                continue;
            }

            AuditRecord(path, id);
        }
    }

    private void AuditRecord(string path, string id)
    {
        var (record, damage) = _store.Inspect(id);
        if (record is null)
        {
            Add(FindingKind.Damaged, path, $"{damage ?? "is gone"} ({Again})");
            return;
        }

        Records++;
        if (!_store.HasChecksum(path))
        {
            Add(FindingKind.Unchecked, path, "has no checksum, so that damage to a number would not show");
        }

        if (!_known.Contains(id))
        {
            Add(FindingKind.Unknown, path, "is the record of a run that the experiment doesn't have any more; reports leave it out");
        }

        AuditWeightsOf(record);
    }

    private void AuditWeightsOf(RunRecord record)
    {
        if (record.Weights == "")
        {
            return;
        }

        var path = _store.Weights.PathOf(record.Id);
        if (_store.Weights.HashOf(record.Id) is not { } hash)
        {
            Add(
                FindingKind.Damaged,
                path,
                $"is missing, but the record names it (delete {Relative(_store.RecordPath(record.Id))}, and {Again})"
            );
        }
        else if (hash != record.Weights)
        {
            Add(
                FindingKind.Damaged,
                path,
                $"its SHA-256 is {hash}, but the record names {record.Weights} (delete {Relative(_store.RecordPath(record.Id))}, and {Again})"
            );
        }
        else
        {
            Weights++;
        }
    }

    private void AuditWeights()
    {
        foreach (var path in Files(_store.Weights.Folder).Where(IsLasting))
        {
            var id = Path.GetFileNameWithoutExtension(path);
            if (!RunId.IsValid(id) || path != _store.Weights.PathOf(id))
            {
                Add(FindingKind.Unknown, path, "holds the weights of no run; it is left alone");
            }
            else if (_store.TryRead(id) is not { Weights.Length: > 0 })
            {
                Add(FindingKind.Leftover, path, "no record names it: its run was interrupted, or trained again without weights");
            }
        }
    }

    private void AuditCheckpoints()
    {
        foreach (var path in Files(_store.Checkpoints.Folder).Where(IsLasting))
        {
            var id = Path.GetFileName(path).Split('.')[0];
            if (!RunId.IsValid(id) || (path != _store.Checkpoints.PathOf(id) && path != _store.Checkpoints.PreviousPathOf(id)))
            {
                Add(FindingKind.Unknown, path, "is no checkpoint of a run; it is left alone");
            }
            else if (CheckpointStore.DamageOf(path) is { } damage && File.Exists(path)) // A run that ends meanwhile deletes its own.
            {
                Add(FindingKind.Damaged, path, $"{damage} ('sparse run' resumes from the checkpoint before it, or restarts the run)");
            }
            else if (File.Exists(path))
            {
                AuditWholeCheckpoint(path, id);
            }
        }
    }

    private void AuditWholeCheckpoint(string path, string id)
    {
        Checkpoints++;
        if (_store.IsFinished(id))
        {
            Add(FindingKind.Leftover, path, "its run is finished; it may be deleted");
        }
        else if (!_known.Contains(id))
        {
            Add(FindingKind.Unknown, path, "is a checkpoint of a run that the experiment doesn't have any more; it may be deleted");
        }
    }

    private void AuditRest()
    {
        var trials = _store.Trials.Folder + Path.DirectorySeparatorChar; // An experiment of its own, audited by itself.
        var rest = Directory
            .EnumerateFiles(_store.Folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(trials, StringComparison.Ordinal));
        foreach (var path in rest)
        {
            if (!IsLasting(path))
            {
                Add(FindingKind.Leftover, path, AtomicFile.IsLeft(path) ? LeftHalf : PerhapsLeftHalf);
            }
            else if (!IsOwn(Relative(path)))
            {
                Add(FindingKind.Unknown, path, "was not written by 'sparse'; it is left alone");
            }
        }
    }

    private bool IsOwn(string path) =>
        path.Split('/', '\\') switch
        {
            ["runs" or "weights" or "checkpoints" or "figures" or "tables" or "paper" or "slurm", _] => true,
            ["tensorboard", _, _] => true,
            ["claims", var claim] => claim.EndsWith(".lock", StringComparison.Ordinal)
                || claim.EndsWith(RunLeases.Extension, StringComparison.Ordinal),
            [var file] => file
                is "experiment.json"
                    or "agreement.json"
                    or "report.md"
                    or "report.html"
                    or "features.html"
                    or "log.jsonl"
                    or "events.jsonl"
                || OwnFolder.IsFurtherLog(file),
            _ => false,
        };

    private static bool IsLasting(string path) => !path.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal);

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder).Order(StringComparer.Ordinal) : [];

    private string Relative(string path) => Path.GetRelativePath(_store.Folder, path);

    private void Add(FindingKind kind, string path, string message) => _findings.Add(new Finding(kind, Relative(path), message));
}
