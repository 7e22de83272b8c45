using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;
using SparsePlugins.Sources;
using static SparsePlugins.ShippedPlugins.Tests.Sources.ActivationFiles;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

public sealed class RecordedFormatsTests : IDisposable
{
    private readonly ActivationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("<f2", 1)]
    [InlineData("<f4", 1)]
    [InlineData("<f8", 1)]
    [InlineData("<f4", 2)]
    [InlineData("<f4", 3)]
    public void A_npy_file_gives_its_numbers(string descr, byte major) =>
        AssertGives(_files.Write("a.npy", Npy(descr, 20, 6, Encode(descr, Counting(20, 6)), major)));

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    [InlineData("F32")]
    [InlineData("F64")]
    public void A_safetensors_file_gives_its_numbers(string dtype) =>
        AssertGives(_files.Write("a.safetensors", Safetensors(dtype, 20, 6, Encode(dtype, Counting(20, 6)))));

    /// <summary>What a recorder of whole texts writes: the rows of one text follow each other.</summary>
    [Theory]
    [InlineData("<f2")]
    [InlineData("<f4")]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void An_array_of_texts_and_positions_is_read_as_rows(string dtype)
    {
        var data = Encode(dtype, Counting(20, 6));
        var file = dtype.StartsWith('<')
            ? _files.Write("a.npy", Npy($"{{'descr': '{dtype}', 'fortran_order': False, 'shape': (4, 5, 6), }}", data))
            : _files.Write(
                "a.safetensors",
                Safetensors($"{{\"acts\":{{\"dtype\":\"{dtype}\",\"shape\":[4,5,6],\"data_offsets\":[0,{data.Length}]}}}}", data)
            );
        AssertGives(file);
        using var rows = new FileRows(RecordedMatrix.Open(file, ""));
        var row = new float[6];
        rows.Read(7, row); // The second text's third position.
        Assert.Equal([42f, 43, 44, 45, 46, 47], row);
    }

    /// <summary>Every float16 there is, against the conversion of .NET, number by number.</summary>
    [Fact]
    public void Every_float16_is_converted_as_the_framework_does()
    {
        ushort[] halves = [.. Enumerable.Range(0, 1 << 16).Select(bits => (ushort)bits)];
        var widened = new float[halves.Length];
        StoredNumbers.Widen(ElementType.Float16, System.Runtime.InteropServices.MemoryMarshal.AsBytes<ushort>(halves), widened);
        for (var bits = 0; bits < halves.Length; bits++)
        {
            var expected = (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            Assert.True(
                float.IsNaN(expected)
                    ? float.IsNaN(widened[bits])
                    : BitConverter.SingleToUInt32Bits(expected) == BitConverter.SingleToUInt32Bits(widened[bits]),
                $"{bits:x4}: {widened[bits]} for {expected}"
            );
        }
    }

    [Theory]
    [InlineData("{\"descr\":\"<f4\",\"shape\":(20,6),\"fortran_order\":False}")]
    [InlineData("  {'shape':(20L, 6L,) ,\n 'fortran_order' : False,'descr':'<f4' , }  ")]
    public void A_header_may_be_written_in_any_way_that_python_reads(string literal) =>
        AssertGives(_files.Write("a.npy", Npy(literal, Encode("<f4", Counting(20, 6)))));

    [Fact]
    public void Several_files_of_any_format_are_read_as_one() =>
        AssertGives(
            _files.Write("a.npy", Npy("<f2", 7, 6, Encode("<f2", Counting(7, 6)))),
            _files.Write("b.npy", Npy("<f4", 1, 6, Encode("<f4", Counting(1, 6, 42)))),
            _files.Write("c.safetensors", Safetensors("F64", 12, 6, Encode("F64", Counting(12, 6, 48))))
        );

    [Fact]
    public void A_tensor_is_found_by_name_and_at_any_offset()
    {
        // "y" begins after 3 bytes: no number of the file is aligned.
        const string json =
            "{\"b\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]},"
            + "\"y\":{\"dtype\":\"F32\",\"shape\":[20,6],\"data_offsets\":[3,483]},\"z\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[483,487]}}";
        byte[] data = [1, 1, 1, .. Encode("F32", Counting(20, 6)), 0, 0, 0, 0];
        AssertGives(new RecordedActivationsOptions { Files = [_files.Write("a.safetensors", Safetensors(json, data))], Tensor = "y" });
    }

    [Fact]
    public void A_link_to_a_file_is_followed()
    {
        var target = _files.Write("a.npy", Npy("<f4", 20, 6, Encode("<f4", Counting(20, 6))));
        File.CreateSymbolicLink(_files["link.npy"], target);
        AssertGives(_files["link.npy"]);
    }

    [Fact]
    public void A_file_larger_than_memory_is_not_loaded()
    {
        // Ten gibibytes of zeros that take no room on the disk, and one number in the last row.
        const int columns = 1024;
        const long rows = 10L << 18;
        var header = Npy("<f4", rows, columns, []);
        using (var file = File.Create(_files["large.npy"]))
        {
            file.Write(header);
            file.SetLength(header.Length + (rows * columns * sizeof(float)));
            file.Seek(-4, SeekOrigin.End);
            file.Write(BitConverter.GetBytes(1.5f));
        }

        using var large = new FileRows(RecordedMatrix.Open(_files["large.npy"], ""));
        var row = new float[columns];
        large.Read(rows - 1, row);
        Assert.Equal([0, 1.5f], row[^2..]);

        var before = Environment.WorkingSet;
        using var context = ToyProblem.Context();
        using var stream = new RecordedActivationsSource(new() { Files = [_files["large.npy"]] }).Open(context);
        using var batch = stream.Batch(DataSplit.Training, 1000, 256);
        Assert.True(Environment.WorkingSet - before < 400L << 20, "reading 1 MiB of rows took more than 400 MiB of memory");
    }

    private static void AssertGives(params string[] files) => AssertGives(new RecordedActivationsOptions { Files = files });

    // All twenty rows of six numbers from 0 to 119, each once in training or evaluation.
    private static void AssertGives(RecordedActivationsOptions options)
    {
        using var context = ToyProblem.Context();
        var source = new RecordedActivationsSource(options);
        using var stream = source.Open(context);
        Assert.Equal(6, source.ActivationDim);
        using var training = stream.Batch(DataSplit.Training, 0, 16);
        using var evaluation = stream.Batch(DataSplit.Evaluation, 0, 4);
        var rows = TensorAssertions.Numbers(training).Concat(TensorAssertions.Numbers(evaluation)).Chunk(6).OrderBy(row => row[0]);
        Assert.Equal(Enumerable.Range(0, 120).Select(value => (double)value), rows.SelectMany(row => row));
    }
}
