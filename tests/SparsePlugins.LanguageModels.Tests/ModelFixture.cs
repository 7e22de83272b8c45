using System.Runtime.InteropServices;
using SparsePlugins.Formats;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests;

/// <summary>A folder of <c>tests/fixtures/models</c>: a model, and what Hugging Face's own code computes with it.</summary>
internal static class ModelFixture
{
    private static readonly string Folders = Path.Combine(Repository.Root, "tests", "fixtures", "models");

    /// <summary>Every folder.</summary>
    public static IEnumerable<string> Names => Directory.GetDirectories(Folders).Select(folder => Path.GetFileName(folder)!).Order();

    /// <summary>Where it is.</summary>
    public static string Folder(string name) => Path.Combine(Folders, name);

    /// <summary>The model, on the CPU.</summary>
    public static DecoderModel Load(string name) => DecoderModel.Load(Folder(name), CPU);

    /// <summary>Inputs and outputs by name, see the README.</summary>
    public static Dictionary<string, Tensor> Expected(string name)
    {
        using var stream = File.OpenRead(Path.Combine(Folder(name), "expected.safetensors"));
        var header = SafetensorsHeader.Read(stream);
        var bytes = new byte[stream.Length - header.DataOffset];
        stream.ReadExactly(bytes);
        return header.Entries.ToDictionary(
            entry => entry.Name,
            entry => Convert(entry, bytes.AsSpan((int)entry.Begin..(int)entry.End)).reshape([.. entry.Shape])
        );
    }

    /// <summary>A copy that a test may change.</summary>
    public static void Copy(string name, TemporaryFolder to)
    {
        foreach (var file in Directory.GetFiles(Folder(name)))
        {
            File.Copy(file, to[Path.GetFileName(file)]);
        }
    }

    /// <summary>Fails unless all elements agree within 1e-4 + 1e-5 |expected|, the tolerance that the README states.</summary>
    public static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(0, (actual - expected).abs().gt((expected.abs() * 1e-5) + 1e-4).sum().item<long>());
        Assert.True(actual.isfinite().all().item<bool>());
    }

    private static Tensor Convert(SafetensorsEntry entry, ReadOnlySpan<byte> bytes) =>
        entry.DataType == "I64"
            ? tensor(MemoryMarshal.Cast<byte, long>(bytes).ToArray())
            : tensor(MemoryMarshal.Cast<byte, float>(bytes).ToArray());
}
