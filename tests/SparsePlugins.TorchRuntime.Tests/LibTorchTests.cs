using TorchSharp;

namespace SparsePlugins.TorchRuntime.Tests;

public sealed class LibTorchTests
{
    [Fact]
    public void A_matrix_product_is_the_one_worked_by_hand()
    {
        using var a = torch.tensor(
            new float[,]
            {
                { 1, 2 },
                { 3, 4 },
            }
        );
        using var b = torch.tensor(
            new float[,]
            {
                { 5, 6 },
                { 7, 8 },
            }
        );
        using var product = a.mm(b);
        Assert.Equal([19, 22, 43, 50], product.data<float>().ToArray());
    }

    [Fact]
    public void Loading_again_gives_the_same_installation() => Assert.Same(LibTorch.Load(), LibTorch.Load());

    [Fact]
    public void The_package_s_libtorch_is_the_one_TorchSharp_was_built_against() =>
        Assert.Equal(LibTorchVersion.Expected, LibTorchVersion.Read(new(LibTorch.Load().Folder, LibTorchOrigin.NuGet)));

    [Fact]
    public void Tests_compute_on_one_thread() => Assert.Equal(1, torch.get_num_threads());

    [Fact]
    public void TorchSharp_copied_no_libtorch_beside_the_tests() =>
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "cpu")));
}
