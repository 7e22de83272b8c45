using SparsePlugins.Sources;
using static SparsePlugins.ShippedPlugins.Tests.Sources.ActivationFiles;
using static SparsePlugins.ShippedPlugins.Tests.Sources.RefusedFile;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>What is refused of safetensors files, and with which sentence.</summary>
public sealed class RecordedSafetensorsErrorsTests : IDisposable
{
    private readonly ActivationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(
        "{\"x\":{\"dtype\":\"I64\",\"shape\":[1,3],\"data_offsets\":[0,24]}}",
        "has no tensor of F16, BF16, F32 or F64 and shape [rows, D] or [texts, positions, D]; it has 'x' (I64 [1, 3])"
    )]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,28]}}",
        "must have 28 bytes of numbers, has 24; it was cut or appended to; copy or save it again"
    )]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,24]}}",
        "tensor 'x' must have 16 bytes for its shape [2, 2], has 24; save it again"
    )]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},\"y\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[8,24]}}",
        "tensor 'y' begins at 8 and overlaps 'x', which ends at 16; save it again"
    )]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[8,24]}}",
        "tensor 'x' begins at 8 and leaves a hole after the header, which ends at 0; save it again"
    )]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0,24]}}",
        "has no tensor of F16, BF16, F32 or F64 and shape [rows, D] or [texts, positions, D]; it has 'x' (F32 [6])"
    )]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[0,12]},\"w\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[12,24]}}",
        "has 2 tensors that can be read as activations; type tensor: one of 'w', 'x'"
    )]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[24,0]}}",
        "has a damaged header: 'x' needs dtype, shape and two ascending data_offsets; save it again"
    )]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,-3],\"data_offsets\":[0,24]}}",
        "has a damaged header: shape must hold integers from 0 to 2^63 - 1; save it again"
    )]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,1e99]}}",
        "has a damaged header: data_offsets must hold integers from 0 to 2^63 - 1; save it again"
    )]
    [InlineData(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,3]},\"x\":{}}",
        "has a damaged header: 'x' needs dtype, shape and two ascending data_offsets; save it again"
    )]
    [InlineData("[1]", "has a damaged header: expected an object at byte 0; save it again")]
    [InlineData("{\"__metadata__\":{\"a\":{}}}", "has a damaged header: expected a text in __metadata__ at byte 21; save it again")]
    public void A_safetensors_file_without_a_matrix_of_numbers_is_refused(string json, string message) =>
        AssertRefused(message, _files.Write("a.safetensors", Safetensors(json, new byte[24])));

    [Fact]
    public void A_safetensors_header_that_is_a_bomb_is_refused_at_once()
    {
        AssertRefused(
            "must have a header of at most 16777216 bytes, states 18446744073709551615; it is damaged or no safetensors file",
            _files.Write("a.safetensors", [255, 255, 255, 255, 255, 255, 255, 255, 123])
        );
        var deep = _files.Write("b.safetensors", Safetensors("{\"x\":" + new string('[', 1_000_000), []));
        Assert.Equal($"{deep}: has a damaged header: expected an object for 'x' at byte 5; save it again", Refusal(deep));
        var noText = _files.Write("c.safetensors", [4, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'"', 0xff, (byte)'"']);
        Assert.Contains("it is not the JSON of a safetensors header", Refusal(noText), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_tensor_is_refused_with_the_names_there_are()
    {
        var file = _files.Write("a.safetensors", Safetensors("F32", 2, 3, new byte[24]));
        var source = new RecordedActivationsSource(new() { Files = [file], Tensor = "y" });
        Assert.Equal(
            $"{file}: has no tensor 'y'; type tensor: one of 'x'",
            Assert.Throws<InvalidDataException>(() => source.ActivationDim).Message
        );
    }
}
