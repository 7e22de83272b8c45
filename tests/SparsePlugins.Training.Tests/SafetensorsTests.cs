using System.Buffers.Binary;
using System.Text;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests;

public sealed class SafetensorsTests
{
    [Fact]
    public void What_is_written_is_read_again_to_the_bit()
    {
        using var scope = NewDisposeScope();
        var weights = tensor(new[] { 1f, float.NaN, -0f, float.Epsilon }).reshape(2, 2);
        var counts = tensor(new[] { long.MaxValue, -1 });
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream,
            [new("run", "0123 \"é\"")],
            [new("weights", weights), new("counts", counts), new("none", zeros(0, 3))]
        );
        stream.Position = 0;
        using var read = SafetensorsReader.Read(stream, CPU);

        Assert.Equal("0123 \"é\"", read.Metadata["run"]);
        Assert.Equal(weights.bytes.ToArray(), read.Get("weights").bytes.ToArray());
        Assert.Equal([2L, 2], read.Get("weights").shape);
        Assert.Equal([long.MaxValue, -1], read.Get("counts").data<long>().ToArray());
        Assert.Equal([0L, 3], read.Get("none").shape);
    }

    [Fact]
    public void Large_tensors_go_in_slices()
    {
        using var scope = NewDisposeScope();
        var slices = TensorSlices.Of(arange(0, 10, dtype: ScalarType.Int64).reshape(2, 5), mostElements: 4).ToArray();

        Assert.Equal([4L, 4, 2], slices.Select(slice => slice.numel()));
        Assert.Equal([8L, 9], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(slices[2].bytes).ToArray());
        Assert.Empty(TensorSlices.Of(zeros(0, 3)));
    }

    [Fact]
    public void A_file_made_by_hand_from_the_format_s_description_is_read()
    {
        byte[] data = [0, 0, 128, 63, 0, 0, 0, 64]; // 1 and 2 as little-endian float32.
        using var read = Read("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", data);

        Assert.Equal([1f, 2f], read.Get("a").data<float>().ToArray());
    }

    [Fact]
    public void Tensors_begin_where_their_type_is_aligned()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [], [new("a", tensor(new[] { 1f })), new("b", tensor(new[] { 2L }))]);
        var header = BinaryPrimitives.ReadInt64LittleEndian(stream.ToArray());

        Assert.Equal(0, header % 8);
        Assert.Contains("\"b\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "data_offsets that don't fit its shape of 12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "begins at byte 4; the one before ends at 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "claim 4 bytes of the 8 that are there")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
        "begins at byte 0; the one before ends at 4"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "dimensions of 2147483647 are read")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""",
        "more than 9223372036854775807 bytes"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2147483647,2],"data_offsets":[0,17179869176]}}""",
        "claim 17179869176 bytes of the 8 that are there"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "has -2 where a whole number, 0 or more, stands")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "has 2.0 where a whole number")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}""", "dtype 'BF16'; F32 and I64 are read")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "must have one dtype")]
    [InlineData("""{"a":[]}""", "a must be an object, got Array")]
    [InlineData("""[1, 2]""", "the header must be an object")]
    [InlineData("""{"__metadata__":{"run":1}}""", "__metadata__.run must be one text")]
    [InlineData("""{"a":""", "not JSON")]
    public void A_header_that_breaks_a_rule_is_refused(string header, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<InvalidDataException>(() => Read(header, new byte[8])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(1000)]
    public void A_header_longer_than_the_file_is_refused_before_memory_is_taken(long length)
    {
        var bytes = new byte[32];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);

        Assert.Contains(
            $"claims {length} bytes of the 24",
            Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(bytes), CPU)).Message,
            StringComparison.Ordinal
        );
    }

    private static TensorBundle Read(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return SafetensorsReader.Read(new MemoryStream([.. length, .. text, .. data]), CPU);
    }
}
