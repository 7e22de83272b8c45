using System.Diagnostics;
using SparsePlugins.Records;

namespace SparsePlugins.Cli.Tests;

/// <summary>Components that do their worst: each is named, no other run's record changes by a bit, and the command exits with 1.</summary>
[Trait("Category", "Long")]
public sealed class IsolationTests : IDisposable
{
    private const string Named = "initializer 'faulty' (Fixture.Faults 0.1.0): ";
    private const string Others = "orthogonal, data-sample";

    private static readonly (string Fault, string Message)[] InProcess =
    [
        ("throw", "the fixture throws"),
        ("throw-when-made-again", "the fixture can't be made"),
        ("nan", "returned EncoderWeight with a NaN or an infinity; every value must be finite"),
        ("wrong-shape", "returned EncoderWeight Float32 [8, 16]; expected Float32 [F, D] = [16, 8]"),
        (
            "leak",
            "1 tensors outlive the call: they were detached from the host's dispose scope, or kept; only what is returned may live on"
        ),
    ];

    private static readonly (string Fault, string Message)[] OfProcesses =
    [
        ("overflow", "its process was killed by SIGABRT (6): Stack overflow"),
        ("exit", "its process exited by itself with code 0"),
        ("segfault", "its process was killed by SIGSEGV (11)"),
        ("hoard-native", "its process used more than 1024 MiB; --memory-limit says how much it may"),
        ("hoard-managed", "its process used more than 1024 MiB; --memory-limit says how much it may"),
    ];

    /// <summary>The records of the runs beside the faulty ones, without these.</summary>
    private static readonly Lazy<RunRecord[]> Alone = new(RunAlone);

    private readonly TemporaryFolder _folder = new();

    public IsolationTests() => Repository.CopyFixturePlugin(Directory.CreateDirectory(_folder["plugins"]).FullName, "Fixture.Faults");

    [Fact]
    public void In_one_process_each_is_named_and_no_other_record_changes_by_a_bit() => AssertOnlyTheFaultyFail(InProcess);

    [Fact]
    public void With_a_process_for_each_cohort_so_is_what_takes_the_process_down() =>
        AssertOnlyTheFaultyFail(OfProcesses, "--isolate", "--memory-limit", "1024");

    [Theory]
    [InlineData("hang")]
    [InlineData("hang-busy", "--isolate")]
    public void What_does_not_come_back_is_given_up(string fault, params string[] options) =>
        AssertOnlyTheFaultyFail(
            [(fault, "no answer for 15 s; --call-limit says how long a call may last")],
            ["--call-limit", $"{Patience.CallLimit.TotalSeconds}", .. options]
        );

    [Fact]
    public void A_reinitializer_that_takes_its_process_down_late_fails_alone()
    {
        const string dead = "every: 20, dead_after: 32";
        var text = Manifest("orthogonal", l1: 20);
        var alone = Run("alone", text + "reinitializers: [none]\n");
        var beside = Run(
            "beside",
            text + $"reinitializers: [{{ use: faulty, {dead}, with: {{ fault: {{ each: [exit, segfault] }}, call: 2 }} }}, none]\n",
            "--isolate"
        );

        Assert.Equal((0, 1), (alone.ExitCode, beside.ExitCode));
        var records = Records("beside");
        Assert.Equal(3, records.Length);
        Assert.Equal(2, records.Count(record => record.Outcome.IsFailed));
        Assert.Contains("reinitializer 'faulty' (Fixture.Faults 0.1.0): its process exited by itself with code 0", beside.Error);
        Assert.Contains("reinitializer 'faulty' (Fixture.Faults 0.1.0): its process was killed by SIGSEGV (11)", beside.Error);
        AssertSame(Records("alone").Single(), records);
    }

    [Fact]
    public void One_that_can_never_be_made_is_reported_with_its_place_and_nothing_runs()
    {
        var answer = Run("out", Manifest("orthogonal, { use: faulty, with: { fault: throw-when-made } }"), "--isolate");

        Assert.Equal(3, answer.ExitCode);
        Assert.Contains($"manifest.yaml:7:28: {Named}the fixture can't be made", answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void A_signal_reaches_the_children_and_the_same_command_resumes()
    {
        var whole = Run("whole", Manifest(Others), "--set", "training.steps=3000");
        var manifest = _folder.Write("manifest.yaml", Manifest(Others));
        string[] command =
        [
            "run",
            manifest,
            "--out",
            _folder["out"],
            "--plugins",
            _folder["plugins"],
            "--isolate",
            "--checkpoint-every",
            "0.3",
            "--set",
            "training.steps=3000",
        ];
        using var process = Sparse.Start(_folder.Path, Repository.Host, command);
        Patience.Await(() =>
            Directory.Exists(_folder["out/checkpoints"]) && Directory.GetFiles(_folder["out/checkpoints"], "*.ckpt").Length > 0
        );
        Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
        var stopped = Sparse.Finish(process);
        var again = Sparse.Run(command);

        Assert.Equal((0, 75, 0), (whole.ExitCode, stopped.ExitCode, again.ExitCode));
        Assert.Matches("resumes? at step", again.Error);
        Assert.All(Records("whole"), record => AssertSame(record, Records("out")));
    }

    [Fact]
    public void A_child_does_not_outlive_its_parent()
    {
        var manifest = _folder.Write("manifest.yaml", Manifest(Others));
        using var process = Sparse.Start(
            _folder.Path,
            Repository.Host,
            "run",
            manifest,
            "--out",
            _folder["out"],
            "--isolate",
            "--set",
            "training.steps=10000000"
        );
        Patience.Await(() => Directory.Exists(_folder["out/claims"]) && Children(process.Id).Length > 0);
        var children = Children(process.Id);
        process.Kill();
        process.WaitForExit();

        Assert.NotEmpty(children);
        Patience.Await(() => !children.Any(id => File.Exists($"/proc/{id}/stat") && !IsZombie(id)));
    }

    public void Dispose() => _folder.Dispose();

    private void AssertOnlyTheFaultyFail((string Fault, string Message)[] faults, params string[] options)
    {
        var each = string.Join(", ", faults.Select(one => one.Fault));
        var beside = Run(
            "beside",
            Manifest($"orthogonal, {{ use: faulty, with: {{ fault: {{ each: [{each}] }} }} }}, data-sample"),
            options
        );
        var records = Records("beside");

        Assert.Equal(1, beside.ExitCode);
        Assert.Equal(faults.Length + 2, records.Length);
        foreach (var (fault, message) in faults)
        {
            var record = records.Single(one => one.Initializer == $"faulty(fault={fault})");
            Assert.Equal((Outcome.Failed, Named + message), (record.Outcome, record.Message));
            Assert.Contains($"faulty(fault={fault}): failed: {Named}{message}", beside.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, Alone.Value.Length);
        Assert.All(Alone.Value, record => AssertSame(record, records));
    }

    private static RunRecord[] RunAlone()
    {
        using var tests = new IsolationTests();
        Assert.Equal(0, tests.Run("alone", Manifest(Others)).ExitCode);
        return tests.Records("alone");
    }

    private static void AssertSame(RunRecord expected, RunRecord[] records) =>
        Assert.Equal(
            RecordJson.WithoutTimings(RecordJson.Write(expected)),
            RecordJson.WithoutTimings(RecordJson.Write(records.Single(one => one.Id == expected.Id)))
        );

    private static string Manifest(string initializers, double l1 = 0.06) =>
        $$"""
            name: faults
            seeds: 1
            source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }
            autoencoder: { use: relu, features: 16, with: { l1: {{l1.ToString(System.Globalization.CultureInfo.InvariantCulture)}} } }
            training: { steps: 60, batch: 32, sample: 64 }
            evaluation: { every: 10, data_every: 20, samples: 128 }
            initializers: [{{initializers}}]
            metrics: [mmcs, l0, fvu, dead-fraction]

            """;

    private static int[] Children(int parent) =>
        [
            .. Directory
                .GetDirectories("/proc")
                .Select(Path.GetFileName)
                .Where(name => int.TryParse(name, out _))
                .Select(int.Parse!)
                .Where(id => ParentOf(id) == parent),
        ];

    private static int ParentOf(int id) =>
        StatOf(id) is [_, var parent, ..] ? int.Parse(parent, System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static bool IsZombie(int id) => StatOf(id) is ["Z", ..];

    /// <summary>What follows the name in <c>/proc/ID/stat</c>: the state, the parent, ...</summary>
    private static string[] StatOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return []; // It ended meanwhile.
        }
    }

    private RunRecord[] Records(string folder) =>
        [.. Directory.GetFiles(_folder[folder + "/runs"], "*.json").Select(path => RecordJson.Read(File.ReadAllText(path)))];

    private Answer Run(string folder, string manifest, params string[] options) =>
        Sparse.Run([
            "run",
            _folder.Write("manifest.yaml", manifest),
            "--out",
            _folder[folder],
            "--plugins",
            _folder["plugins"],
            .. options,
        ]);
}
