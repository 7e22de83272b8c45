using System.IO.Compression;
using System.Text;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange.Tests;

/// <summary>Files that would run code, or take memory that they don't have: refused in one sentence, with nothing executed.</summary>
public sealed class HostileFileTests
{
    private const string Tensor =
        "ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0004tQK\0K\u0002K\u0002\u0086K\u0002K\u0001\u0086\u0089ccollections\nOrderedDict\n)RtR";

    /// <summary>As a plain dictionary, and as PyTorch writes what state_dict() gives: an OrderedDict with an attribute.</summary>
    [Theory]
    [InlineData("}X\u0001\0\0\0w" + Tensor + "s.")]
    [InlineData("ccollections\nOrderedDict\n)R(X\u0001\0\0\0w" + Tensor + "u}X\u0009\0\0\0_metadataccollections\nOrderedDict\n)Rsb.")]
    public void A_state_dict_is_read(string pickle)
    {
        using var file = new MemoryStream(Archive("\u0080\u0002" + pickle, [1, 2, 3, 4]));
        using var torch = new TorchFile(file);
        Assert.Equal([1f, 2, 3, 4], torch.ReadTensor("w").Values);
        Assert.Equal([2, 2], torch.Tensors["w"].Shape);
    }

    [Theory]
    [InlineData("\u0080\u0002cposix\nsystem\nX\u0004\0\0\0true\u0085R.", "asks for 'posix.system'")]
    [InlineData("\u0080\u0002cbuiltins\neval\nX\u0001\0\0\01\u0085R.", "asks for 'builtins.eval'")]
    [InlineData("\u0080\u0002ctorch\nload\n)R.", "asks for 'torch.load'")]
    [InlineData("\u0080\u0002(cposix\nsystem\no.", "asks for 'posix.system'")]
    [InlineData("\u0080\u0002(X\u0004\0\0\0trueiposix\nsystem\n.", "opcode 0x69")]
    [InlineData("\u0080\u0002ccollections\nOrderedDict\n)\u0081.", "opcode 0x81")]
    [InlineData("\u0080\u0002\u0093.", "opcode 0x93")]
    [InlineData("\u0080\u0004\u0095\u0001\0\0\0\0\0\0\0N.", "must be of pickle protocol 2")]
    [InlineData("\u0080\u0002}X\u0001\0\0\0w", "ends inside its pickle")]
    [InlineData("\u0080\u0002X\u00ff\u00ff\u00ff\u00ff", "ends inside its pickle")]
    [InlineData("\u0080\u0002).", "no dictionary of tensors")]
    [InlineData("\u0080\u0002t.", "opcodes don't fit each other")]
    [InlineData("\u0080\u0002h\u0005.", "opcodes don't fit each other")]
    [InlineData("\u0080\u0002X\u0001\0\0\0aX\u0001\0\0\0bb.", "opcodes don't fit each other")]
    public void A_pickle_that_is_no_state_dict_is_refused(string pickle, string reason) => AssertRefused(Archive(pickle, []), reason);

    [Theory]
    [InlineData("K\u0002K\u0002\u0086K\u0002K\u0001\u0086", "K\u0002M\u00ff\u00ff\u0086K\u0002K\u0001\u0086")] // More numbers than there are.
    [InlineData("K\u0002K\u0002\u0086K\u0002K\u0001\u0086", "J\u00ff\u00ff\u00ff\u007fJ\u00ff\u00ff\u00ff\u007f\u0086K\0K\0\u0086")] // One number, seen 2^62 times.
    [InlineData("tQK\0", "tQK\u0009")] // An offset behind the end.
    public void A_view_that_its_storage_does_not_have_is_refused(string view, string instead)
    {
        using var file = new MemoryStream(
            Archive("\u0080\u0002}X\u0001\0\0\0w" + Tensor.Replace(view, instead, StringComparison.Ordinal) + "s.", [1, 2, 3, 4])
        );
        using var torch = new TorchFile(file);
        Assert.Throws<InvalidDataException>(() => torch.ReadTensor("w"));
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    public void The_name_of_a_storage_is_never_a_path(string key)
    {
        var tensor = Tensor.Replace("X\u0001\0\0\00", $"X{(char)key.Length}\0\0\0{key}", StringComparison.Ordinal);
        using var file = new MemoryStream(Archive("\u0080\u0002}X\u0001\0\0\0w" + tensor + "s.", [1, 2, 3, 4]));
        using var torch = new TorchFile(file);
        Assert.Contains(
            "has no record",
            Assert.Throws<InvalidDataException>(() => torch.ReadTensor("w")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var file = archive.CreateEntry("ae/data.pkl", CompressionLevel.SmallestSize).Open();
            file.Write(new byte[64 << 20]);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(bytes.ToArray(), "a compressed record");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_text_that_is_no_archive_is_refused() => AssertRefused("PK no archive"u8.ToArray(), "is not a complete zip archive");

    private static void AssertRefused(byte[] bytes, string reason)
    {
        using var file = new MemoryStream(bytes);
        var refused = Assert.Throws<InvalidDataException>(() => new TorchFile(file));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private static byte[] Archive(string pickle, float[] numbers)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "ae/data.pkl", Encoding.Latin1.GetBytes(pickle));
            Add(archive, "ae/data/0", [.. numbers.SelectMany(BitConverter.GetBytes)]);
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive archive, string name, byte[] bytes)
    {
        using var file = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        file.Write(bytes);
    }
}
