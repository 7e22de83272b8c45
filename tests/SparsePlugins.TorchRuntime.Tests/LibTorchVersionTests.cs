using System.Text;

namespace SparsePlugins.TorchRuntime.Tests;

public sealed class LibTorchVersionTests : IDisposable
{
    private readonly TemporaryFolder package = new();

    public void Dispose() => package.Dispose();

    [Theory]
    [InlineData("__version__ = '2.11.0+cu130'\ndebug = False\n", "2.11.0+cu130")]
    [InlineData("from typing import Optional\n__version__: str = \"2.10.0\"\n", "2.10.0")]
    [InlineData("version = '1'\n", null)]
    public void A_Python_package_says_its_version(string text, string? version)
    {
        package.Write("version.py", Encoding.UTF8.GetBytes(text));
        var lib = Directory.CreateDirectory(Path.Combine(package.Path, "lib")).FullName;

        Assert.Equal(version, LibTorchVersion.FromPython(lib));
    }

    [Fact]
    public void Another_folder_says_none() => Assert.Null(LibTorchVersion.FromPython(package.Path));
}
