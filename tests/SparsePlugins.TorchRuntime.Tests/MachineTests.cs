namespace SparsePlugins.TorchRuntime.Tests;

public sealed class MachineTests
{
    [Fact]
    public void The_first_named_processor_is_the_machine_s() =>
        Assert.Equal(
            "Intel(R) Xeon(R) CPU @ 2.20GHz: rev B",
            Machine.CpuName("processor\t: 0\nmodel name\t: Intel(R) Xeon(R) CPU @ 2.20GHz: rev B\nmodel name\t: Other\n")
        );

    [Theory]
    [InlineData("")]
    [InlineData("processor\t: 0\nBogoMIPS\t: 50.00\nmodel name")]
    [InlineData("model name\t: \n")]
    public void Without_a_name_there_is_none(string cpuinfo) => Assert.Null(Machine.CpuName(cpuinfo));

    [Fact]
    public void This_machine_has_every_fact()
    {
        var machine = Machine.Describe();

        Assert.Contains(machine.VectorBits, new[] { 128, 256, 512 });
        Assert.Equal(Environment.ProcessorCount, machine.Cores);
        Assert.All([machine.Cpu, machine.OperatingSystem, machine.DotNet], Assert.NotEmpty);
        Assert.Matches(@"^\d+\.\d+\.\d+$", machine.TorchSharp);
    }

    [Fact]
    public void The_vectors_are_as_wide_as_Linux_says()
    {
        var flags = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("flags", StringComparison.Ordinal)).Split(' ');
        var expected =
            flags.Contains("avx512f") ? 512
            : flags.Contains("avx2") ? 256
            : 128;

        Assert.Equal(expected, Machine.Describe().VectorBits);
    }
}
