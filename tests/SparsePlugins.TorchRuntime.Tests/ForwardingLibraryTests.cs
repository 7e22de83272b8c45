using SparsePlugins.TorchRuntime.Scalars;

namespace SparsePlugins.TorchRuntime.Tests;

public sealed class ForwardingLibraryTests
{
    private static readonly byte[] Image = ForwardingLibrary.Write("libforward.so", "libtarget.so", ["one", "two"]);

    [Fact]
    public void It_has_a_name_and_needs_the_library_behind_it()
    {
        using var file = new MemoryStream(Image);
        var image = new ElfImage(file);

        Assert.Equal("libforward.so", image.SoName());
        Assert.Equal(["libtarget.so"], image.Needed());
    }

    [Fact]
    public void The_same_functions_give_the_same_bytes() =>
        Assert.Equal(Image, ForwardingLibrary.Write("libforward.so", "libtarget.so", ["one", "two"]));

    [Fact]
    public void More_functions_than_fit_on_a_page_are_refused() =>
        Assert.Throws<ArgumentException>(() =>
            ForwardingLibrary.Write("a.so", "b.so", [.. Enumerable.Range(0, 200).Select(f => $"function{f}")])
        );
}
