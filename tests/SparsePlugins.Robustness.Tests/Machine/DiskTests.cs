using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Robustness.Tests.Machine;

/// <summary>The built command on disks that are full or read-only, in folders without permission, and with few open files.</summary>
[Trait("Category", "Long")]
public sealed class DiskTests : IDisposable
{
    private const long Page = 4096;
    private static readonly string Manifest = Tiny.Manifest with { Steps = "400" };

    private readonly TemporaryFolder _folder = new();
    private readonly string _manifest;

    public DiskTests() => _manifest = _folder.Write("tiny.yaml", Manifest);

    public void Dispose() => _folder.Dispose();

    [SmallDiskFact]
    public void Wherever_the_disk_fills_up_what_was_whole_stays_whole_and_the_same_command_resumes()
    {
        Assert.Equal(0, Run(_folder["whole"]).ExitCode);
        var whole = Results(_folder["whole"]);
        var bytes = new DirectoryInfo(_folder["whole"]).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        var (points, filled) = (Fuzz.Rounds(usual: 4, many: 50), 0);
        for (var point = 1; point <= points; point++)
        {
            using var disk = new SmallDisk(Page * Math.Max(1, bytes * point / (points + 1) / Page));
            filled += FillUp(disk, whole);
        }

        Assert.True(filled >= points * 3 / 4, $"the disk filled up at {filled} of {points} points");
    }

    [SmallDiskFact]
    public void A_read_only_disk_is_named_and_a_finished_folder_can_still_be_looked_at()
    {
        using var disk = new SmallDisk(16 << 20);
        Assert.Equal(0, Run(disk["out"]).ExitCode);
        disk.Remount("ro");

        AssertRefused(Run(disk["new"]), disk["new"], "Read-only file system");
        AssertRefused(Sparse.Run("report", disk["out"]), disk["out"], "Read-only file system");
        Assert.Equal(0, Sparse.Run("status", disk["out"]).WithoutTrace().ExitCode);
        Assert.Equal(0, Sparse.Run("verify", disk["out"]).WithoutTrace().ExitCode);
    }

    [OtherUserFact]
    public void A_folder_without_permission_to_write_is_named()
    {
        Tiny.Run(_folder.Path);
        Shell.Run("chmod", "755", _folder.Path);

        AssertRefused(Shell.RunAsNobody("report", _folder["out"]), _folder["out"], "denied");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(150)]
    public void With_too_few_open_files_the_limit_is_named(int files)
    {
        var answer = Shell.RunAfter($"ulimit -n {files}", "run", _manifest, "--out", _folder["out"]).WithoutTrace();

        Assert.Equal(1, answer.ExitCode);
        Assert.Equal(
            $"error: only {files} files may be open at once here, and 384 are needed; raise the limit, as with 'ulimit -n 1024'\n",
            answer.Error
        );
    }

    [Fact]
    public void The_fewest_open_files_that_it_asks_for_are_enough() =>
        Assert.Equal(0, Shell.RunAfter("ulimit -n 384", "run", _manifest, "--out", _folder["out"], "--jobs", "2").WithoutTrace().ExitCode);

    private int FillUp(SmallDisk disk, IReadOnlyDictionary<string, string> whole)
    {
        var answer = Run(disk["out"]);
        if (answer.ExitCode != 0)
        {
            AssertRefused(answer, disk.Path, "No space left on device");
            AssertWhole(disk["out"], whole);
        }

        disk.Remount("size=64m");
        Assert.Equal(0, Run(disk["out"]).ExitCode);
        Assert.Equal(whole, Results(disk["out"]));
        Assert.False(Audit(disk["out"])!.IsDamaged);
        return answer.ExitCode == 0 ? 0 : 1;
    }

    /// <summary>What is there is as it was written, and no run that counts differs from that of an undisturbed experiment.</summary>
    private static void AssertWhole(string folder, IReadOnlyDictionary<string, string> whole)
    {
        Assert.False(Audit(folder) is { IsDamaged: true }, string.Join('\n', Audit(folder)?.Findings ?? []));
        Assert.All(Results(folder), result => Assert.Equal(whole[result.Key], result.Value));
    }

    private static FolderAudit? Audit(string folder)
    {
        var store = new RunStore(folder);
        return store.ReadExperiment() is { } experiment ? new FolderAudit(store, experiment) : null;
    }

    /// <summary>Records without times, which name the hash of their weights, and the report.</summary>
    private static Dictionary<string, string> Results(string folder)
    {
        var store = new RunStore(folder);
        var records = store.ReadExperiment() is { } experiment ? store.ReadRecords(experiment) : [];
        return records.ToDictionary(record => record.Id, record => RecordJson.WithoutTimings(RecordJson.Write(record)));
    }

    private Answer Run(string folder) =>
        Sparse.Run("run", _manifest, "--out", folder, "--jobs", "1", "--checkpoint-every", "0").WithoutTrace();

    private static void AssertRefused(Answer answer, string path, string reason)
    {
        Assert.Equal(1, answer.WithoutTrace().ExitCode);
        var error = answer.Error.Split('\n').Last(line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(path, error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }
}
