using System.Text;
using static SparsePlugins.ShippedPlugins.Tests.Sources.ActivationFiles;
using static SparsePlugins.ShippedPlugins.Tests.Sources.RefusedFile;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>What is refused of .npy files, and with which sentence.</summary>
public sealed class RecordedNpyErrorsTests : IDisposable
{
    private readonly ActivationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("'>f4'", "False", "(2, 3)", "must be little-endian, is '>f4'; save array.astype('<f4')")]
    [InlineData(
        "'|O'",
        "False",
        "(2, 3)",
        "holds Python objects (a pickle), which are never loaded; where its items are rows of one length, save np.stack(list(array)).astype('<f4')"
    )]
    [InlineData(
        "'<i8'",
        "False",
        "(2, 3)",
        "must hold float16, float32 or float64, holds '<i8'; are these activations? token ids, masks and quantized values can't be trained on as they are"
    )]
    [InlineData(
        "'|i1'",
        "False",
        "(2, 3)",
        "must hold float16, float32 or float64, holds '|i1'; are these activations? token ids, masks and quantized values can't be trained on as they are"
    )]
    [InlineData(
        "'|V2'",
        "False",
        "(2, 3)",
        "must hold float16, float32 or float64, holds '|V2'; it looks like bfloat16: save (array.view('u2').astype('u4') << 16).view('f4'), or the tensor as safetensors"
    )]
    [InlineData(
        "'bfloat16'",
        "False",
        "(2, 3)",
        "must hold float16, float32 or float64, holds 'bfloat16'; it looks like bfloat16: save (array.view('u2').astype('u4') << 16).view('f4'), or the tensor as safetensors"
    )]
    [InlineData(
        "'<u2'",
        "False",
        "(2, 3)",
        "must hold float16, float32 or float64, holds '<u2'; if these are the bits of bfloat16, save (array.view('u2').astype('u4') << 16).view('f4'); if they are counts or token ids, they are no activations"
    )]
    [InlineData(
        "'<c8'",
        "False",
        "(2, 3)",
        "must hold float16, float32 or float64, holds '<c8'; save the real and the imaginary part side by side, np.concatenate([array.real, array.imag], -1).astype('<f4')"
    )]
    [InlineData(
        "[('a', '<f4')]",
        "False",
        "(2, 3)",
        "has a damaged header: it holds records (a structured type); save one plain column, array['name']; save it again with np.save"
    )]
    [InlineData("'<f4'", "True", "(2, 3)", "is stored column by column (fortran_order: True); save it with np.ascontiguousarray(array)")]
    [InlineData("'<f4'", "0", "(2, 3)", "has a damaged header: expected True or False at character 34; save it again with np.save")]
    [InlineData(
        "'<f4'",
        "False",
        "(6,)",
        "must hold one activation a row, [rows, D] or [texts, positions, D]; its shape is [6]; reshape it with array.reshape(-1, D)"
    )]
    [InlineData(
        "'<f4'",
        "False",
        "()",
        "must hold one activation a row, [rows, D] or [texts, positions, D]; its shape is []; reshape it with array.reshape(-1, D)"
    )]
    [InlineData(
        "'<f4'",
        "False",
        "(1, 1, 2, 3)",
        "must hold one activation a row, [rows, D] or [texts, positions, D]; its shape is [1, 1, 2, 3]; reshape it with array.reshape(-1, array.shape[-1])"
    )]
    [InlineData("'<f4'", "False", "(0, 3)", "must have at least one row and one column; its shape is [0, 3]")]
    [InlineData("'<f4'", "False", "(3, 0)", "must have at least one row and one column; its shape is [3, 0]")]
    [InlineData(
        "'<f4'",
        "False",
        "(1, 2000000)",
        "must have at most 1048576 columns; its shape is [1, 2000000]; are rows and columns swapped?"
    )]
    [InlineData("'<f4'", "False", "(3, 3)", "must have 164 bytes for its shape [3, 3], has 152; it was cut; copy or save it again")]
    [InlineData(
        "'<f4'",
        "False",
        "(1, 3)",
        "must have 140 bytes for its shape [1, 3], has 152; a .npy file holds one array; save each in its own"
    )]
    [InlineData(
        "'<f4'",
        "False",
        "(9223372036854775807, 1048576)",
        "must have 38685626227668133586403456 bytes for its shape [9223372036854775807, 1048576], has 152; it was cut; copy or save it again"
    )]
    [InlineData(
        "'<f4'",
        "False",
        "(9223372036854775808, 1)",
        "has a damaged header: expected a size below 2^63 at character 51; save it again with np.save"
    )]
    [InlineData(
        "'<f4'",
        "False",
        "(-2, 3)",
        "has a damaged header: expected a size below 2^63 at character 51; save it again with np.save"
    )]
    [InlineData(
        "'<f4'",
        "False",
        "(2, 3), 'shape': (2, 3)",
        "has a damaged header: the key 'shape' is unknown or stands there twice; save it again with np.save"
    )]
    [InlineData(
        "__import__('os')",
        "False",
        "(2, 3)",
        "has a damaged header: expected a text in quotes at character 10; save it again with np.save"
    )]
    public void A_npy_file_that_is_no_matrix_of_numbers_is_refused(string descr, string fortranOrder, string shape, string message)
    {
        var literal = $"{{'descr': {descr}, 'fortran_order': {fortranOrder}, 'shape': {shape}, }}";
        // Two rows of three numbers behind a header of 128 bytes.
        var header = literal.PadRight(117) + "\n";
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[24]];
        AssertRefused(message, _files.Write("a.npy", file));
    }

    [Fact]
    public void A_npy_file_that_is_something_else_is_refused()
    {
        AssertRefused(
            "must begin with the bytes 93 'NUMPY'; it is no .npy file; save it with np.save",
            _files.Write("a.npy", "PK\u0003\u0004 an archive"u8.ToArray())
        );
        AssertRefused(
            "ends inside its magic string, which needs 8 bytes at 0 of 4; copy or save it again",
            _files.Write("b.npy", [0x93, 78, 85, 77])
        );
        AssertRefused(
            "must have format version 1.0, 2.0 or 3.0, has 4.0; save it with np.save",
            _files.Write("c.npy", Npy("<f4", 1, 1, new byte[4], major: 4))
        );
        AssertRefused("is empty or not a regular file; save the activations again", _files.Write("d.npy", []));
        AssertRefused(
            "must have a header of at most 65536 bytes, states 4294967295; it is damaged; save it again",
            _files.Write("e.npy", [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255])
        );
        AssertRefused(
            "ends inside its header, which needs 200 bytes at 10 of 12; copy or save it again",
            _files.Write("f.npy", [0x93, .. "NUMPY"u8, 1, 0, 200, 0, 32, 32])
        );
        AssertRefused("must be a .npy or .safetensors file; unpack the archive and name the arrays in it", _files.Write("g.npz", [1]));
        AssertRefused(
            "must be a .npy or .safetensors file; save the tensor with safetensors instead of pickling it",
            _files.Write("h.pt", [1])
        );
    }
}
