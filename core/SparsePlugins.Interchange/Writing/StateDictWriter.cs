using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange.Writing;

/// <summary>Writes a state dict as <c>torch.save</c> does: a zip archive of a pickle of protocol 2 and a record of numbers for each tensor.</summary>
/// <remarks>Source: PyTorch's notes on serialization, and the opcodes as CPython's <c>pickletools</c> describes them.</remarks>
internal static class StateDictWriter
{
    private const string Name = "ae";

    /// <summary>Writes a file's content.</summary>
    /// <param name="stream">At its beginning; seekable.</param>
    /// <param name="tensors">Float32, row by row, by name.</param>
    /// <param name="integers">Tensors of integers, by name: a number by itself has no dimension and is int32, the others are int64.</param>
    public static void Write(
        Stream stream,
        IReadOnlyDictionary<string, NumberArray> tensors,
        IReadOnlyDictionary<string, (IReadOnlyList<long> Shape, long[] Values)> integers
    )
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var shapes = tensors
            .Select(pair => (pair.Key, Type: "FloatStorage", pair.Value.Shape))
            .Concat(integers.Select(pair => (pair.Key, Type: pair.Value.Shape.Count == 0 ? "IntStorage" : "LongStorage", pair.Value.Shape)))
            .ToArray();
        Add(archive, "data.pkl", file => file.Write(Pickle(shapes)));
        var records = tensors
            .Values.Select(numbers => (Action<Stream>)(file => TensorWriter.WriteNumbers(file, numbers.Values)))
            .Concat(integers.Values.Select(numbers => (Action<Stream>)(file => WriteIntegers(file, numbers.Shape, numbers.Values))));
        foreach (var (index, write) in records.Index())
        {
            Add(archive, $"data/{index}", write);
        }

        Add(archive, "version", file => file.Write("3\n"u8));
    }

    private static void WriteIntegers(Stream file, IReadOnlyList<long> shape, long[] values)
    {
        if (shape.Count > 0)
        {
            file.Write(MemoryMarshal.AsBytes<long>(values));
            return;
        }

        file.Write(BitConverter.GetBytes(checked((int)values[0])));
    }

    private static void Add(ZipArchive archive, string record, Action<Stream> write)
    {
        var entry = archive.CreateEntry($"{Name}/{record}", CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // The same dictionary gives the same bytes.
        using var file = entry.Open();
        write(file);
    }

    private static byte[] Pickle((string Name, string Type, IReadOnlyList<long> Shape)[] tensors)
    {
        using var pickle = new MemoryStream();
        pickle.Write([0x80, 2, (byte)'}', (byte)'(']);
        foreach (var (index, tensor) in tensors.Index())
        {
            Text(pickle, tensor.Name);
            pickle.Write("ctorch._utils\n_rebuild_tensor_v2\n(("u8);
            Text(pickle, "storage");
            pickle.Write(Encoding.ASCII.GetBytes($"ctorch\n{tensor.Type}\n"));
            Text(pickle, $"{index}");
            Text(pickle, "cpu");
            Integer(pickle, tensor.Shape.Aggregate(1L, (product, side) => product * side));
            pickle.Write("tQK\0"u8); // The storage, and an offset of 0.
            Sizes(pickle, tensor.Shape);
            Sizes(pickle, Strides(tensor.Shape));
            pickle.Write([0x89, .. "ccollections\nOrderedDict\n)RtR"u8]);
        }

        pickle.Write("u."u8);
        return pickle.ToArray();
    }

    private static IReadOnlyList<long> Strides(IReadOnlyList<long> shape)
    {
        var strides = new long[shape.Count];
        var next = 1L;
        for (var i = strides.Length - 1; i >= 0; next *= shape[i--])
        {
            strides[i] = next;
        }

        return strides;
    }

    private static void Sizes(Stream pickle, IReadOnlyList<long> sizes)
    {
        pickle.WriteByte((byte)'(');
        sizes.ToList().ForEach(size => Integer(pickle, size));
        pickle.WriteByte((byte)'t');
    }

    private static void Integer(Stream pickle, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        pickle.Write([0x8a, sizeof(long)]);
        pickle.Write(bytes);
    }

    private static void Text(Stream pickle, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        pickle.WriteByte((byte)'X');
        pickle.Write(length);
        pickle.Write(bytes);
    }
}
