using Xunit.Abstractions;

namespace SparsePlugins.EndToEnd.Tests;

[Collection(LongSweep.Name)]
[Trait("Category", "Long")]
public sealed class KillTests(LongSweep sweep, ITestOutputHelper output)
{
    private const int MostDelay = 300; // Milliseconds.

    /// <summary><c>SPARSE_KILLS=200 dotnet test -c Release tests/SparsePlugins.EndToEnd.Tests --filter Kill</c> is the long form.</summary>
    [Fact]
    public void A_sweep_that_is_killed_at_random_moments_ends_with_the_same_bytes()
    {
        var wanted = Amount.Of("SPARSE_KILLS", inCi: 20);
        var random = new Random(20261122);
        var (killed, writing, folders) = (0, 0, 0);
        while (killed < wanted || writing * 4 < killed)
        {
            Assert.True(killed < 10 * wanted, $"only {writing} of {killed} kills fell into a write");
            var folder = $"torn-{++folders}";
            while ((killed < wanted || writing * 4 < killed) && IsKilled(folder, random))
            {
                killed++;
                writing += sweep.Leftovers(folder) > 0 ? 1 : 0;
            }

            sweep.AssertEndsAsIfNothingHadHappened(folder);
        }

        output.WriteLine(
            $"{killed} kills in {folders} sweeps, {writing} of them while a file was being written: all ended with the same bytes"
        );
    }

    /// <returns>Whether it was still at work.</returns>
    private bool IsKilled(string folder, Random random)
    {
        // Most are killed while they train; the others perhaps before.
        using var process = random.Next(5) > 0 ? sweep.StartToWrite(folder) : sweep.Start(folder);
        if (process.WaitForExit(random.Next(MostDelay)))
        {
            return false;
        }

        process.Kill();
        process.WaitForExit();
        return true;
    }
}
