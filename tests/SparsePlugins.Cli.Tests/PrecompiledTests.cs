using System.Reflection.PortableExecutable;

namespace SparsePlugins.Cli.Tests;

/// <summary>The command starts without compiling itself: its assemblies hold machine code, but for those that are compiled for the vectors of the machine.</summary>
public sealed class PrecompiledTests
{
    [Theory]
    [InlineData("sparse", true)]
    [InlineData("SparsePlugins.Hosting", true)]
    [InlineData("SparsePlugins.Statistics", true)]
    [InlineData("SparsePlugins.Kernels", false)]
    public void Assemblies_of_the_command_hold_machine_code(string assembly, bool expected)
    {
        using var file = File.OpenRead(Path.Combine(Repository.Host, assembly + ".dll"));
        using var image = new PEReader(file);

        Assert.Equal(expected, image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0);
    }
}
