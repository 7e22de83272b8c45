namespace SparsePlugins.TorchRuntime.Tests;

/// <summary>Which active Python environment gives the PyTorch.</summary>
public sealed class PythonEnvironmentsTests : IDisposable
{
    private const string Torch = "lib/python3.12/site-packages/torch/lib";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_virtual_environment_goes_before_conda()
    {
        var (virtualOne, conda) = (Environment("venv"), Environment("conda"));

        var found = Find(virtualOne, conda);

        Assert.Equal($"{virtualOne}/{Torch}", found.Folder);
        Assert.Equal($"VIRTUAL_ENV names {virtualOne}", found.Choice);
        Assert.Empty(found.Passed);
    }

    [Fact]
    public void One_without_a_PyTorch_is_passed_and_that_is_said()
    {
        var conda = Environment("conda");

        var found = Find(folder.Path, conda);

        Assert.Equal($"{conda}/{Torch}", found.Folder);
        Assert.Equal(
            [$"VIRTUAL_ENV names {folder.Path}, which has no lib/python3.*/site-packages/torch/lib/libtorch_cpu.so"],
            found.Passed
        );
    }

    [Fact]
    public void What_the_program_brings_goes_before_them_and_without_any_all_are_named()
    {
        var real = LibTorch.Load().Folder;
        var active = Find(Environment("venv"), null);
        var none = Find(null, "/nowhere");

        Assert.Equal(LibTorchOrigin.NuGet, LibTorchFolder.Find(null, folder.Path, real, active).Origin);
        Assert.Equal(
            $"the PyTorch of the active Python environment, {active.Folder}, is not used: the program was built with its own",
            LibTorchFolder.Find(null, folder.Path, real, active).Whether(active.Folder!, active)
        );
        var refused = Assert.Throws<LibTorchException>(() => LibTorchFolder.Find(null, folder.Path, null, none));
        Assert.StartsWith(
            "no libtorch is named (VIRTUAL_ENV is not set; CONDA_PREFIX names /nowhere, which has no lib/python3.*/site-packages/",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    private PythonEnvironments Find(string? virtualOne, string? conda) =>
        PythonEnvironments.Find(name => name == "VIRTUAL_ENV" ? virtualOne : conda);

    private string Environment(string name)
    {
        folder.Write($"{name}/{Torch}/libtorch_cpu.so", []);
        return Path.Combine(folder.Path, name);
    }
}
