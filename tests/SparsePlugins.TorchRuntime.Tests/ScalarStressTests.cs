namespace SparsePlugins.TorchRuntime.Tests;

/// <summary>Eight threads that compute with numbers, and one that collects garbage all the time.</summary>
[Trait("Category", "Long")]
public sealed class ScalarStressTests
{
    [Fact]
    public async Task Collections_change_no_result()
    {
        var probe = await LoadProbe.RunAsync(["--stress"]);

        Assert.Equal((0, "0"), (probe.ExitCode, probe.ExitCode == 0 ? probe.Printed("wrong") : probe.Errors));
    }

    [Fact]
    public async Task The_same_program_fails_with_TorchSharp_s_own_functions()
    {
        var probe = await LoadProbe.RunAsync(["--stress", "--unprotected"]);

        Assert.True(probe.ExitCode != 0 || probe.Printed("wrong") != "0", "TorchSharp keeps its scalars alive by now: Scalars/ can go");
    }
}
