using System.Diagnostics;

namespace SparsePlugins.EndToEnd.Tests;

[Collection(LongSweep.Name)]
[Trait("Category", "Long")]
public sealed class SignalTests(LongSweep sweep)
{
    /// <summary><c>SPARSE_STOPS=50 dotnet test -c Release tests/SparsePlugins.EndToEnd.Tests --filter Signal</c> is the long form.</summary>
    [Theory]
    [InlineData("TERM")]
    [InlineData("USR1")]
    public void A_sweep_that_is_asked_to_stop_says_so_and_ends_with_the_same_bytes(string signal)
    {
        var wanted = Amount.Of("SPARSE_STOPS", inCi: 4);
        var random = new Random(1122);
        var (stopped, folders) = (0, 0);
        while (stopped < wanted)
        {
            var folder = $"stopped-{signal}-{++folders}";
            while (stopped < wanted && IsStopped(folder, signal, random.Next(300)))
            {
                stopped++;
            }

            sweep.AssertEndsAsIfNothingHadHappened(folder);
        }
    }

    /// <returns>Whether it was still at work.</returns>
    private bool IsStopped(string folder, string signal, int delay)
    {
        using var process = delay % 5 > 0 ? sweep.StartToWrite(folder) : sweep.Start(folder);
        if (process.WaitForExit(delay))
        {
            return false;
        }

        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
        process.WaitForExit();
        if (process.ExitCode == 0)
        {
            return false; // It was about to end.
        }

        Assert.Equal(75, process.ExitCode);
        Assert.Equal(0, sweep.Leftovers(folder));
        return true;
    }
}
