using System.Diagnostics;
using Xunit.Abstractions;

namespace SparsePlugins.EndToEnd.Tests;

[Trait("Category", "Long")]
public sealed class TwoAtOnceTests(ITestOutputHelper output)
{
    private const int KilledCode = 128 + 9; // SIGKILL.

    /// <summary><c>SPARSE_ORCHESTRATOR_KILLS=100 dotnet test -c Release tests/SparsePlugins.EndToEnd.Tests --filter TwoAtOnce</c> is the long form.</summary>
    [Fact]
    public void Two_commands_that_are_killed_again_and_again_do_every_run_exactly_once()
    {
        var wanted = Amount.Of("SPARSE_ORCHESTRATOR_KILLS", inCi: 8);
        var random = new Random(64);
        using var sweep = new Sweep(Manifests.Wide);
        var (killed, folders) = (0, 0);
        while (killed < wanted)
        {
            var folder = $"shared-{++folders}";
            killed += KillUntilDone(sweep, folder, wanted - killed, random);
            sweep.AssertEndsAsIfNothingHadHappened(folder);
            AssertEachEndedOnce(sweep[folder]);
        }

        output.WriteLine($"{killed} kills in {folders} sweeps of {sweep.Whole.Count} runs by two commands each");
        Assert.Equal(64, sweep.Whole.Count);
    }

    /// <returns>How many were killed.</returns>
    private static int KillUntilDone(Sweep sweep, string folder, int most, Random random)
    {
        var killed = 0;
        var seen = new Dictionary<string, DateTime>();
        Process[] both = [sweep.Start(folder), sweep.Start(folder)];
        while (killed < most && !both.All(process => process.HasExited))
        {
            Thread.Sleep(random.Next(400));
            var one = random.Next(2);
            killed += Kill(both[one]) ? 1 : 0;
            AssertUntouched(Path.Combine(sweep[folder], "runs"), seen);
            both[one].Dispose();
            both[one] = sweep.Start(folder);
        }

        foreach (var process in both)
        {
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            process.Dispose();
        }

        return killed;
    }

    /// <returns>Whether it was still at work; otherwise it had done all, and had no complaint.</returns>
    private static bool Kill(Process process)
    {
        process.Kill();
        process.WaitForExit();
        Assert.True(process.ExitCode is 0 or KilledCode, $"one ended with {process.ExitCode}");
        return process.ExitCode == KilledCode;
    }

    /// <summary>A record that was there is never written again.</summary>
    private static void AssertUntouched(string folder, Dictionary<string, DateTime> seen)
    {
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [])
        {
            var written = File.GetLastWriteTimeUtc(file);
            Assert.Equal(written, seen.TryAdd(file, written) ? written : seen[file]);
        }
    }

    /// <summary>The log has a line for each end; at most one is missing for each kill between a record and its line.</summary>
    private static void AssertEachEndedOnce(string folder)
    {
        var ends = File.ReadLines(Path.Combine(folder, "log.jsonl"))
            .Where(line => line.Contains("\"Run {Id} of seed", StringComparison.Ordinal))
            .Select(line => line.Split("\"Id\":\"")[1][..16])
            .ToArray();
        Assert.Equal(ends.Distinct().Count(), ends.Length);
    }
}
