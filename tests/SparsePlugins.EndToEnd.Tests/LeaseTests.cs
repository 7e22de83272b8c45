using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SparsePlugins.EndToEnd.Tests;

/// <summary>Two hosts on a file system whose locks exclude nobody: each run is trained once, also when one of them falls silent.</summary>
[Trait("Category", "Long")]
public sealed class LeaseTests : IDisposable
{
    private const int ExpirySeconds = 6;
    private const int RunsOfACohort = 4;

    private readonly Sweep _sweep = new(Manifests.Long.Replace("seeds: 2", "seeds: 6"));

    [OwnHostNameFact]
    public void Two_hosts_share_the_runs_and_those_of_one_that_is_killed_are_taken_over_when_its_leases_expire()
    {
        using var first = Start("first");
        using var second = Start("second");
        Patience.Await(() => Ends().Select(end => end.Process).Distinct().Count() == 2 && Untrained(first).Length == RunsOfACohort);
        first.Kill();
        first.WaitForExit();
        var left = Untrained(first);
        var answer = Sparse.Finish(second);

        Assert.True(answer.ExitCode == 0, answer.Error);
        Assert.Contains("are claimed by leases", answer.Error, StringComparison.Ordinal);
        Assert.NotEmpty(left);
        Assert.All(left, run => Assert.True(File.Exists(_sweep[$"shared/claims/{run}.2.lease"])));
        var ids = Ends().Select(end => end.Id).ToArray();
        Assert.Equal(ids.Distinct().Count(), ids.Length); // None twice.
        _sweep.AssertEndsAsIfNothingHadHappened("shared", mayHaveLeftovers: true);
    }

    public void Dispose() => _sweep.Dispose();

    /// <summary>Of another host name a process is not known to have ended, so that only time tells.</summary>
    private Process Start(string host)
    {
        var start = new ProcessStartInfo(
            "env",
            [
                "--default-signal",
                $"SPARSEPLUGINS_CLAIMS=lease:{ExpirySeconds}",
                "DOTNET_SYSTEM_IO_DISABLEFILELOCKING=1",
                "unshare",
                "--uts",
                "sh",
                "-c",
                $"hostname {host} && exec \"$@\"",
                "sh",
                Path.Combine(Repository.Host, "sparse"),
                "run",
                _sweep["sweep.yaml"],
                "--out",
                _sweep["shared"],
                "--jobs",
                "1",
                "--checkpoint-every",
                "0",
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private (string Id, string Process)[] Ends() =>
        File.Exists(_sweep["shared/events.jsonl"])
            ?
            [
                .. File.ReadLines(_sweep["shared/events.jsonl"])
                    .Where(line => line.Contains("\"run-ended\"", StringComparison.Ordinal))
                    .Select(line => JsonNode.Parse(line)!)
                    .Select(line => (line["id"]!.GetValue<string>(), line["process"]!.GetValue<string>())),
            ]
            : [];

    /// <summary>Runs that a process has leases of, which state it by its number, and that have no record.</summary>
    private string[] Untrained(Process process) =>
        [
            .. Directory
                .GetFiles(_sweep["shared/claims"], "*.lease")
                .Where(lease => File.ReadAllText(lease).Contains($"-{process.Id}-", StringComparison.Ordinal))
                .Select(lease => Path.GetFileName(lease).Split('.')[0])
                .Where(run => !File.Exists(_sweep[$"shared/runs/{run}.json"])),
        ];
}
