namespace SparsePlugins.TorchRuntime.Tests;

public sealed class LibTorchFolderTests : IDisposable
{
    private static readonly string Real = LibTorch.Load().Folder;
    private readonly TemporaryFolder app = new();

    public void Dispose() => app.Dispose();

    [Fact]
    public void The_environment_goes_before_the_app_and_the_app_before_the_build()
    {
        var beside = Path.Combine(app.Path, "libtorch");
        Directory.CreateSymbolicLink(beside, Real);

        Assert.Equal(new(Real, LibTorchOrigin.Environment), LibTorchFolder.Find(Real, app.Path, Real));
        Assert.Equal(new(beside, LibTorchOrigin.App), LibTorchFolder.Find(" ", app.Path, Real));
        Directory.Delete(beside);
        Assert.Equal(new(Real, LibTorchOrigin.NuGet), LibTorchFolder.Find(null, app.Path, Real));
    }

    [Fact]
    public void A_library_is_loaded_after_what_it_needs() =>
        Assert.Equal(
            ["libc10.so", "libtorch_cpu.so", "libtorch.so"],
            new LibTorchFolder(Real, LibTorchOrigin.App).Libraries().Select(Path.GetFileName)
        );

    [Fact]
    public void The_libraries_of_a_CUDA_build_come_between()
    {
        string[] order = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];
        foreach (var name in order.Append("libtorch_cuda_linalg.so"))
            app.Write(name, []);

        Assert.Equal(order, new LibTorchFolder(app.Path, LibTorchOrigin.App).Libraries().Select(Path.GetFileName));
    }

    [Fact]
    public void The_folder_above_the_right_one_is_put_right()
    {
        Directory.CreateSymbolicLink(Path.Combine(app.Path, "lib"), Real);

        Assert.Equal(
            $"SPARSEPLUGINS_LIBTORCH names the folder {app.Path}, but libtorch_cpu.so lies one folder deeper: set SPARSEPLUGINS_LIBTORCH to {app.Path}/lib",
            Refusal(app.Path, null)
        );
    }

    [Fact]
    public void A_NuGet_cache_that_is_gone_is_restored() =>
        Assert.StartsWith(
            "the program was built to take libtorch from /nowhere, but there is no such folder; run 'dotnet restore', or set SPARSEPLUGINS_LIBTORCH",
            Refusal(null, "/nowhere")
        );

    [Fact]
    public void Without_any_name_both_ways_to_give_one_are_reported()
    {
        var refusal = Refusal(null, null);

        Assert.StartsWith(
            "no libtorch is named; activate a Python environment that has PyTorch, or set SPARSEPLUGINS_LIBTORCH to ",
            refusal
        );
        Assert.EndsWith($"or put libtorch's files into {app.Path}/libtorch", refusal);
    }

    [Fact]
    public void A_libtorch_for_another_processor_is_called_that()
    {
        const byte Arm64 = 183;
        var header = File.ReadAllBytes(Path.Combine(Real, "libc10.so"));
        header[18] = Arm64;
        app.Write(LibTorchFolder.Core, header);

        Assert.StartsWith(
            $"{app.Path}/libtorch_cpu.so can't be used: it was built for another processor than 64-bit x86",
            Refusal(app.Path, null)
        );
    }

    private string Refusal(string? environment, string? nuget) =>
        Assert.Throws<LibTorchException>(() => LibTorchFolder.Find(environment, app.Path, nuget)).Message;
}
