using System.Text;
using SparsePlugins.Formats;
using SparsePlugins.Sources;
using static SparsePlugins.ShippedPlugins.Tests.Sources.ActivationFiles;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>Which tensor of a safetensors file is taken where the manifest names none.</summary>
public sealed class TensorChoiceTests : IDisposable
{
    private readonly ActivationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Token_ids_masks_and_empty_tensors_beside_the_activations_are_no_candidates()
    {
        var file = Write(
            ("acts", "F16", [10, 8, 4]),
            ("token_ids", "I64", [10, 8]),
            ("mask", "BOOL", [10, 8]),
            ("empty", "F32", [0, 4]),
            ("q", "F8_E4M3", [4, 4]),
            ("scale", "F32", [])
        );

        var matrix = RecordedMatrix.Open(file, "");

        Assert.Equal((80L, 4, ElementType.Float16), (matrix.Rows, matrix.Width, matrix.Element));
    }

    [Fact]
    public void Integers_that_are_named_are_questioned_and_not_converted()
    {
        var file = Write(("acts", "F32", [8, 4]), ("token_ids", "I64", [2, 4]));

        var message = Assert.Throws<InvalidDataException>(() => RecordedMatrix.Open(file, "token_ids")).Message;

        Assert.Equal(
            $"{file}: tensor 'token_ids' must be F16, BF16, F32 or F64, is 'I64'; are these activations? token ids and masks can't be trained on",
            message
        );
    }

    [Fact]
    public void Names_are_shown_whole_so_that_they_can_be_typed()
    {
        const string prefix = "model.language_model.model.layers.11.post_attention_layernorm.output.";
        var file = Write((prefix + "0", "F32", [2, 4]), (prefix + "1", "F32", [2, 4]), ("ids", "I32", [2, 4]));

        var message = Assert.Throws<InvalidDataException>(() => RecordedMatrix.Open(file, "")).Message;

        Assert.Equal($"{file}: has 2 tensors that can be read as activations; type tensor: one of '{prefix}0', '{prefix}1'", message);
    }

    private string Write(params (string Name, string Type, long[] Shape)[] tensors)
    {
        var (json, position) = (new StringBuilder("{"), 0L);
        foreach (var (name, type, shape) in tensors)
        {
            var size =
                type is "F16" ? 2
                : type is "BOOL" or "F8_E4M3" ? 1
                : type is "I64" ? 8
                : 4;
            var end = position + (shape.Aggregate(1L, (product, length) => product * length) * size);
            json.Append(json.Length > 1 ? "," : "")
                .Append($"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{position},{end}]}}");
            position = end;
        }

        return _files.Write("a.safetensors", Safetensors(json.Append('}').ToString(), new byte[position]));
    }
}
