using System.Text.Json;
using SparsePlugins.Storage;

namespace SparsePlugins.Robustness.Tests.Files;

/// <summary><c>sparse status</c> and <c>sparse verify</c> on real folders.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_finished_folder_is_finished_and_whole()
    {
        var store = Tiny.Run(_folder.Path);
        Directory.CreateDirectory(Path.Combine(store.Folder, "slurm"));
        string[] others = ["features.html", "agreement.json", "slurm/worker.sh", "slurm/submissions.jsonl"];
        Array.ForEach(others, name => File.WriteAllText(Path.Combine(store.Folder, name), "")); // Of other commands.

        var audit = Audit(store);
        Assert.Empty(audit.Findings);
        Assert.Equal((4, 4, 0), (audit.Records, audit.Weights, audit.Checkpoints));
        Assert.All(Status(store), run => Assert.Equal((RunState.Finished, 40L), (run.State, run.Step)));
    }

    [Fact]
    public void Every_state_of_a_run_is_reported()
    {
        var store = Tiny.Run(_folder.Path, Tiny.Manifest with { Steps = "{ each: [40, 4000] }" }, stopAfter: 1);
        var before = Status(store);
        var checkpointed = before.First(run => run.State == RunState.Checkpointed);
        var finished = before.First(run => run.State == RunState.Finished);
        var notStarted = before.First(run => run.State == RunState.NotStarted);

        using var claim = store.Claims.TryClaim(checkpointed.Run.Id);
        File.WriteAllText(store.RecordPath(finished.Run.Id), "{");
        var after = Status(store).ToDictionary(run => run.Run.Id);

        Assert.InRange(checkpointed.Step!.Value, 40, 3999);
        Assert.Equal((RunState.Running, checkpointed.Step), (after[checkpointed.Run.Id].State, after[checkpointed.Run.Id].Step));
        Assert.Equal(RunState.Damaged, after[finished.Run.Id].State);
        Assert.Contains("torn", after[finished.Run.Id].Message, StringComparison.Ordinal);
        Assert.Equal(RunState.NotStarted, after[notStarted.Run.Id].State);
    }

    [Fact]
    public void Damage_unknown_files_and_leftovers_are_distinguished()
    {
        var store = Tiny.Run(_folder.Path);
        var ids = store.ReadExperiment()!.Runs.Select(run => run.Id).ToArray();
        Flip(store.RecordPath(ids[0]));
        Flip(store.Weights.PathOf(ids[1]));
        File.Delete(store.Weights.PathOf(ids[2]));
        File.Copy(store.RecordPath(ids[3]), Path.Combine(store.RecordFolder, "copy.json"));
        Directory.CreateDirectory(store.Checkpoints.Folder);
        File.WriteAllText(store.Checkpoints.PathOf("0f"), "torn");
        File.WriteAllText(store.RecordPath(ids[3]) + ".1.2.tmp", "{");
        File.WriteAllText(Path.Combine(store.Folder, "notes.txt"), "mine");

        var audit = Audit(store);

        Assert.True(audit.IsDamaged);
        Assert.Equal(
            [
                (FindingKind.Damaged, "checkpoints/0f.ckpt"),
                (FindingKind.Damaged, $"runs/{ids[0]}.json"),
                .. new[] { ids[1], ids[2] }.Order(StringComparer.Ordinal).Select(id => (FindingKind.Damaged, $"weights/{id}.safetensors")),
                (FindingKind.Leftover, $"runs/{ids[3]}.json.1.2.tmp"),
                (FindingKind.Leftover, $"weights/{ids[0]}.safetensors"),
                (FindingKind.Unknown, "notes.txt"),
                (FindingKind.Unknown, "runs/copy.json"),
            ],
            audit.Findings.Select(finding => (finding.Kind, finding.Path))
        );
    }

    [Fact]
    public void A_record_of_an_earlier_version_is_reported_to_have_no_checksum()
    {
        var store = Tiny.Run(_folder.Path);
        var path = store.RecordPath(store.ReadExperiment()!.Runs[0].Id);
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text[..text.LastIndexOf(",\n  \"checksum\"", StringComparison.Ordinal)] + "\n}\n");

        var audit = Audit(store);

        Assert.False(audit.IsDamaged);
        Assert.Equal(FindingKind.Unchecked, Assert.Single(audit.Findings).Kind);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void The_commands_say_it_in_sentences_and_in_json()
    {
        var store = Tiny.Run(_folder.Path);

        var status = Sparse.Run("status", store.Folder).WithoutTrace();
        Assert.Equal(0, status.ExitCode);
        Assert.StartsWith("tiny: 4 runs: 4 finished\n", status.Out, StringComparison.Ordinal);
        using (var json = JsonDocument.Parse(Sparse.Run("status", store.Folder, "--json").Out))
        {
            Assert.Equal(4, json.RootElement.GetProperty("totals").GetProperty("finished").GetInt32());
        }

        Flip(store.Weights.PathOf(store.ReadExperiment()!.Runs[0].Id));
        var verify = Sparse.Run("verify", store.Folder).WithoutTrace();
        Assert.Equal(4, verify.ExitCode);
        Assert.StartsWith("damaged: weights/", verify.Error, StringComparison.Ordinal);
        Assert.EndsWith(
            "4 records, 3 weight files and 0 checkpoints match their checksums; 1 damaged\n",
            verify.Out,
            StringComparison.Ordinal
        );
    }

    private static FolderAudit Audit(RunStore store) => new(store, store.ReadExperiment()!);

    private static IReadOnlyList<RunStatus> Status(RunStore store) => RunStatus.Read(store, store.ReadExperiment()!);

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
