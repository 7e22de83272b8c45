using System.Diagnostics;
using SparsePlugins.Hosting.Slurm;

namespace SparsePlugins.Hosting.Tests;

/// <summary>What <c>sparse submit</c> asks of the scheduler; SparsePlugins.EndToEnd.Tests runs a real one.</summary>
public sealed class SlurmScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_settings_are_options_of_sbatch()
    {
        var script = JobScript.Worker(
            Job(
                new ClusterSettings
                {
                    Partition = "short",
                    Account = "mine",
                    Time = "4:00:00",
                    Memory = "8G",
                    Gpus = 1,
                    Cpus = 3,
                    Warning = 60,
                    Options = ["--constraint=avx512"],
                    Setup = ["module load dotnet"],
                }
            ) with
            {
                Tasks = 8,
                AtOnce = 4,
            }
        );
        string[] expected =
        [
            "--job-name=name",
            "--partition=short",
            "--account=mine",
            "--array=0-7%4",
            "--output=\"/runs/a b/slurm/%A_%a.log\"",
            "--open-mode=append",
            "--requeue",
            "--signal=B:USR1@60",
            "--cpus-per-task=3",
            "--gres=gpu:1",
            "--time=4:00:00",
            "--mem=8G",
            "--constraint=avx512",
        ];
        Assert.Equal(expected, Options(script));
        Assert.Contains("\nmodule load dotnet\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_asks_for_is_left_to_the_cluster() =>
        Assert.Equal(
            ["--job-name=name-report", "--output=\"/runs/a b/slurm/%j.log\""],
            Options(JobScript.Reporter(Job(new ClusterSettings())))
        );

    /// <summary>The scheduler may be away when a worker has checkpointed: programs that stand for it fail once, and the script tries again.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public void A_worker_is_queued_again_when_the_scheduler_answers()
    {
        Program("squeue", $"[ -e {_folder["away"]} ] && echo RUNNING && exit; touch {_folder["away"]}; exit 1");
        Program("scontrol", $"echo \"$@\" >> {_folder["asked"]}");
        var script = JobScript.Worker(Job(new ClusterSettings()) with { Worker = ["sh", "-c", "exit 75"] });
        using var shell = Process.Start(
            new ProcessStartInfo("bash", ["-c", script])
            {
                Environment =
                {
                    ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}",
                    ["SLURM_ARRAY_JOB_ID"] = "7",
                    ["SLURM_ARRAY_TASK_ID"] = "3",
                },
            }
        )!;
        shell.WaitForExit();

        Assert.Equal(75, shell.ExitCode);
        Assert.Equal(["requeue 7_3"], File.ReadLines(_folder["asked"]));
    }

    /// <summary>The shell itself says how it reads a word.</summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("it's $HOME `x` \\ \"q\"")]
    [InlineData("source.with.active=3")]
    public void A_word_reaches_the_command_as_it_is(string word)
    {
        var script = JobScript.Reporter(
            Job(new ClusterSettings()) with
            {
                Reporters =
                [
                    ["printf", "%s", word],
                ],
            }
        );
        using var shell = Process.Start(
            new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, WorkingDirectory = _folder.Path }
        )!;
        Assert.Equal(word, shell.StandardOutput.ReadToEnd());
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    [Fact]
    public void Without_a_file_of_the_site_the_defaults_hold() =>
        Assert.Equivalent(new ClusterSettings(), ClusterFile.Read(_folder["cluster.yaml"]), strict: true);

    [Fact]
    public void The_file_of_the_site_has_every_setting()
    {
        var path = _folder.Write(
            "cluster.yaml",
            """
            partition: short
            account: mine
            time: 4:00:00
            memory: 8G
            gpus: 1
            cpus: 2
            warning: 90
            options: [--constraint=avx512]
            setup: [module load dotnet]
            """
        );
        var expected = new ClusterSettings
        {
            Partition = "short",
            Account = "mine",
            Time = "4:00:00",
            Memory = "8G",
            Gpus = 1,
            Cpus = 2,
            Warning = 90,
            Options = ["--constraint=avx512"],
            Setup = ["module load dotnet"],
        };
        Assert.Equivalent(expected, ClusterFile.Read(path), strict: true);
    }

    [Theory]
    [InlineData("partitoin: short", ":1:1: there is no key 'partitoin'; keys are partition")]
    [InlineData("time: 1\ncpus: many", ":2:7: the value isn't of the kind that its key takes")]
    [InlineData("partition: [", ":1:12: the value isn't of the kind that its key takes")]
    [InlineData("partition: two words", "'two words' can't be an option of sbatch: it has a space or a line break")]
    [InlineData("options: [exclusive]", "'exclusive' is no option of sbatch; options begin with '-'")]
    [InlineData("cpus: 0", "cpus at least 1")]
    [InlineData("time: 2", "a time limit of 2 is 120 s, and a worker is warned 120 s before it")]
    [InlineData("time: 3", "a time limit of 3 is 180 s, and a worker is warned 120 s before it, or up to 60 s earlier")]
    [InlineData("time: 1:30", "is 120 s")]
    [InlineData("time: 0:01:30", "is 120 s")]
    [InlineData("time: 1-2:03\nwarning: 93720", "is 93780 s")]
    [InlineData("time: 0-0:1:5", "is 120 s")]
    public void A_mistake_in_it_is_named(string text, string expected)
    {
        var path = _folder.Write("cluster.yaml", text);
        var refused = Assert.Throws<ClusterException>(() => ClusterFile.Read(path));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time: 3:01")]
    [InlineData("time: 4")]
    [InlineData("time: 0")]
    [InlineData("time: 0:00:00")]
    [InlineData("time: 1-0")]
    [InlineData("time: UNLIMITED")]
    public void A_limit_that_leaves_time_before_the_warning_is_kept(string text) =>
        Assert.Equal(text[6..], ClusterFile.Read(_folder.Write("cluster.yaml", text)).Time);

    [Fact]
    public void The_queue_is_read_line_by_line() =>
        Assert.Equal(
            [new QueuedJob("12", "RUNNING", "node-3"), new QueuedJob("13", "PENDING", "(Dependency)")],
            QueuedJob.Parse("12|RUNNING|node-3\n13|PENDING|(Dependency)\n\nslurm: a notice\n")
        );

    private void Program(string name, string text)
    {
        var path = _folder.Write(name, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static WorkerJob Job(ClusterSettings settings) =>
        new(
            "name",
            "/runs/a b",
            ["sparse", "run"],
            [
                ["sparse", "report"],
            ],
            Tasks: 1,
            AtOnce: null,
            settings
        );

    private static string[] Options(string script) =>
        [.. script.Split('\n').Where(line => line.StartsWith("#SBATCH ", StringComparison.Ordinal)).Select(line => line[8..])];
}
