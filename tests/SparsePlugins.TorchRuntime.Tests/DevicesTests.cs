using TorchSharp;

namespace SparsePlugins.TorchRuntime.Tests;

public sealed class DevicesTests
{
    [Fact]
    public void The_CPU_is_there_for_who_asks() => Assert.Equal(DeviceType.CPU, Devices.Choose(DeviceChoice.Cpu).Device.type);

    [Theory]
    [InlineData("auto", DeviceChoice.Auto)]
    [InlineData("cpu", DeviceChoice.Cpu)]
    [InlineData("cuda", DeviceChoice.Cuda)]
    public void A_word_is_a_choice(string word, DeviceChoice choice) => Assert.Equal(choice, Devices.Parse(word));

    [Fact]
    public void Another_word_is_refused_with_the_known_ones() =>
        Assert.StartsWith(
            "device: must be cpu, cuda or auto, got 'gpu'",
            Assert.Throws<ArgumentException>(() => Devices.Parse("gpu")).Message
        );

    [CpuBuildFact]
    public void With_a_CPU_build_auto_is_the_CPU_and_says_why()
    {
        var chosen = Devices.Choose(DeviceChoice.Auto);

        Assert.Equal(DeviceType.CPU, chosen.Device.type);
        Assert.StartsWith($"no GPU: libtorch in {LibTorch.Load().Folder} is a CPU build; for a GPU set SPARSEPLUGINS_LIBTORCH", chosen.Why);
    }

    [CpuBuildFact]
    public void With_a_CPU_build_cuda_is_an_error_that_says_what_to_do() =>
        Assert.Matches(
            "^device: cuda was asked for, but libtorch in .* is a CPU build; .*; choose cpu or auto",
            Assert.Throws<LibTorchException>(() => Devices.Choose(DeviceChoice.Cuda)).Message
        );

    [Fact]
    public void Without_a_driver_the_driver_is_what_is_missing() =>
        Assert.Equal(
            new(null, "NVIDIA's driver is not installed, or hidden from this container (libno-such-driver.so.1 is not found)"),
            Gpu.First("libno-such-driver.so.1")
        );
}
