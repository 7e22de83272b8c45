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
        var slices = TensorSlices.Split(arange(0, 10, dtype: ScalarType.Int64).reshape(2, 5), mostElements: 4).ToArray();

        Assert.Equal([4L, 4, 2], slices.Select(slice => slice.numel()));
        Assert.Equal([8L, 9], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(slices[2].bytes).ToArray());
        Assert.Empty(TensorSlices.Split(zeros(0, 3)));
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
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "tensor 'a' must have 12 bytes for its shape [3], has 8")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
        "tensor 'a' begins at 4 and leaves a hole after the header, which ends at 0"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "must have 4 bytes of numbers, has 8; it was cut or appended to"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
        "tensor 'b' begins at 0 and overlaps 'a', which ends at 4"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2,1,1,1,1,1,1,1,1],"data_offsets":[0,8]}}""",
        "at most 8 dimensions of 2147483647 are read"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""",
        "must have more than 9223372036854775807 bytes for its shape [2147483647, 2147483647, 2147483647], has 8"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2147483647,2],"data_offsets":[0,17179869176]}}""",
        "must have 17179869176 bytes of numbers, has 8"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "shape must hold integers from 0 to 2^63 - 1")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "shape must hold integers from 0 to 2^63 - 1")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}""", "dtype 'BF16'; F32 and I64 are read")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "'a' needs dtype, shape and two ascending data_offsets")]
    [InlineData("""{"a":[]}""", "expected an object for 'a' at byte 5")]
    [InlineData("""[1, 2]""", "expected an object at byte 0")]
    [InlineData("""{"__metadata__":{"run":1}}""", "expected a text in __metadata__ at byte 23")]
    [InlineData("""{"a":""", "not the JSON of a safetensors header")]
    [InlineData("""{"__metadata__":{"run":"1","run":"2"}}""", "'run' stands in __metadata__ twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{}}""", "'a' stands there twice")]
    public void A_header_that_breaks_a_rule_is_refused(string header, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<InvalidDataException>(() => Read(header, new byte[8])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(long.MaxValue, "must have a header of at most 67108864 bytes, states 9223372036854775807")]
    [InlineData(-1, "must have a header of at most 67108864 bytes, states 18446744073709551615")]
    [InlineData(1000, "ends inside its header, which needs 1000 bytes at 8 of 32")]
    public void A_header_longer_than_the_file_is_refused_before_memory_is_taken(long length, string complaint)
    {
        var bytes = new byte[32];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);

        Assert.Contains(
            complaint,
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
