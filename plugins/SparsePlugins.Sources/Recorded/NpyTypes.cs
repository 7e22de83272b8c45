using SparsePlugins.Formats;

namespace SparsePlugins.Sources;

/// <summary>The data types of .npy files: those that are read, and what to do about the others.</summary>
/// <remarks>Every line of Python in a message was run with NumPy and its result read back by this source.</remarks>
internal static class NpyTypes
{
    private const string FromBFloat16 = "(array.view('u2').astype('u4') << 16).view('f4')";

    /// <summary>The element type that a type's text means.</summary>
    /// <param name="file">The file, for the message.</param>
    /// <param name="descr">As NumPy writes it.</param>
    /// <exception cref="InvalidDataException">It isn't read.</exception>
    public static ElementType Parse(RecordedFile file, string descr) =>
        descr switch
        {
            "<f2" => ElementType.Float16,
            "<f4" => ElementType.Float32,
            "<f8" => ElementType.Float64,
            ">f2" or ">f4" or ">f8" => throw file.Invalid(
                $"must be little-endian, is {QuotedText.Shorten(descr)}; save array.astype('<{descr[1..]}')"
            ),
            ['|', 'O', ..] => throw file.Invalid(
                "holds Python objects (a pickle), which are never loaded; where its items are rows of one length, save np.stack(list(array)).astype('<f4')"
            ),
            _ => throw file.Invalid($"must hold float16, float32 or float64, holds {QuotedText.Shorten(descr)}; {Fix(descr)}"),
        };

    /// <summary>What to know of a file whose type says float16 and whose bits don't.</summary>
    public static string LooksLikeBFloat16(RecordedMatrix matrix)
    {
        var fix = matrix.IsNpy ? $"if it is, save {FromBFloat16}" : "if it is, save it as BF16";
        return $"{Path.GetFileName(matrix.Path)} says float16, but its bits look like bfloat16 (nearly all values lie between 0.5 and 4, with both signs); {fix}";
    }

    private static string Fix(string descr) =>
        descr.TrimStart('<', '>', '|', '=') switch
        {
            "V2" or "g2" or "E2" or "bf2" or "bfloat16" => $"it looks like bfloat16: save {FromBFloat16}, or the tensor as safetensors",
            "u2" or "i2" =>
                $"if these are the bits of bfloat16, save {FromBFloat16}; if they are counts or token ids, they are no activations",
            ['i' or 'u', ..] or "b1" => "are these activations? token ids, masks and quantized values can't be trained on as they are",
            ['c', ..] => "save the real and the imaginary part side by side, np.concatenate([array.real, array.imag], -1).astype('<f4')",
            "f16" or "f12" => "save array.astype('<f4')",
            ['V', ..] => "NumPy doesn't know this type; convert the tensor to float32 before it is saved",
            ['U' or 'S', ..] => "this is text; are these activations?",
            ['M' or 'm', ..] => "these are dates; are these activations?",
            _ => "convert the tensor to float32 before it is saved",
        };
}
