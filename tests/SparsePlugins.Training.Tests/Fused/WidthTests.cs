using System.Diagnostics;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>The tests of the fused step again, in processes whose runtime is told that the machine has less.</summary>
public sealed class WidthTests
{
    private const string Expected = "SPARSEPLUGINS_EXPECTED_VECTOR_BITS";

    public static TheoryData<string, int> Machines() =>
        new()
        {
            { "DOTNET_EnableAVX512", 256 },
            { "DOTNET_EnableAVX2", 128 },
            { "DOTNET_EnableHWIntrinsic", 128 },
        };

    [Theory]
    [MemberData(nameof(Machines))]
    [Trait("Category", "Long")]
    public void All_of_them_pass_without(string instructions, int bits)
    {
        if (IsChild)
        {
            return;
        }

        var (exitCode, output) = Test(instructions, Math.Min(bits, VectorBits()));
        Assert.True(exitCode == 0, output);
        Assert.Contains("Passed", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_step_uses_the_vectors_that_are_left()
    {
        if (IsChild)
        {
            Assert.Equal(Environment.GetEnvironmentVariable(Expected), FormattableString.Invariant($"{VectorBits()}"));
        }
    }

    private static bool IsChild => Environment.GetEnvironmentVariable(Expected) is not null;

    private static int VectorBits()
    {
        var options = new TrainingSetup(L1: 0);
        using var state = options.CreateState(new Problem(1, 1, 1).Weights());
        using var step = options.CreateFused(state);
        return step.VectorBits;
    }

    private static (int ExitCode, string Output) Test(string instructions, int bits)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("vstest");
        start.ArgumentList.Add(typeof(WidthTests).Assembly.Location);
        start.ArgumentList.Add($"--TestCaseFilter:FullyQualifiedName~{typeof(WidthTests).Namespace}");
        start.Environment[instructions] = "0";
        start.Environment[Expected] = FormattableString.Invariant($"{bits}");
        using var tests = Process.Start(start)!;
        var errors = tests.StandardError.ReadToEndAsync();
        var output = tests.StandardOutput.ReadToEnd() + errors.Result;
        tests.WaitForExit();
        return (tests.ExitCode, output);
    }
}
