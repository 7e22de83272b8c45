using System.Text;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static SparsePlugins.ShippedPlugins.Tests.Sources.ActivationFiles;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

public sealed class RecordedErrorsTests : IDisposable
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

    [Fact]
    public void Files_of_different_widths_are_refused()
    {
        var (a, b) = (_files.Write("a.npy", Npy("<f4", 2, 3, new byte[24])), _files.Write("b.npy", Npy("<f4", 3, 2, new byte[24])));
        var message = Assert
            .Throws<InvalidDataException>(() => new RecordedActivationsSource(new() { Files = [a, b] }).ActivationDim)
            .Message;
        Assert.Equal($"{b}: must have 3 columns as {a} has, has 2; read files of one width together", message);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_io_error()
    {
        Assert.Equal($"{_files["a.npy"]}: does not exist", Assert.Throws<FileNotFoundException>(() => Open(_files["a.npy"])).Message);
        var folder = Directory.CreateDirectory(_files["b.npy"]).FullName;
        Assert.Equal(
            $"{folder}: is a folder; name the files in it, for instance with *.npy",
            Assert.Throws<FileNotFoundException>(() => Open(folder)).Message
        );
    }

    [Fact]
    public void Naming_no_file_or_one_twice_is_refused()
    {
        Assert.Equal(
            "recorded-activations: files must name at least one .npy or .safetensors file",
            Assert.Throws<ArgumentException>(() => new RecordedActivationsSource(new())).Message
        );
        Assert.Equal(
            "recorded-activations: files names /data/a.npy twice; name it once",
            Assert
                .Throws<ArgumentException>(() => new RecordedActivationsSource(new() { Files = ["/data/a.npy", "/data/b/../a.npy"] }))
                .Message
        );
    }

    [Fact]
    public void A_single_row_cannot_be_trained_on_and_held_out()
    {
        var file = _files.Write("a.npy", Npy("<f4", 1, 6, new byte[24]));
        var message = Assert.Throws<InvalidDataException>(() => Open(file)).Message;
        Assert.Equal($"{file}: must have at least 2 rows, one to train on and one to hold out, has 1", message);
    }

    [Theory]
    [InlineData("<f4", float.NaN, "NaN")]
    [InlineData("<f2", float.PositiveInfinity, "Infinity")]
    [InlineData("<f8", 1e38, "Infinity", 1e10)] // finite in the file, beyond float32
    public void A_value_that_is_not_finite_is_refused_when_its_row_is_read(string descr, float value, string shown, double times = 1)
    {
        var data = Encode(descr, Counting(8, 100));
        var bad = descr == "<f8" ? BitConverter.GetBytes(value * times) : Encode(descr, [value]);
        bad.CopyTo(data, ((3 * 100) + 97) * bad.Length); // in the part of a row that no whole vector holds
        var file = _files.Write("a.npy", Npy(descr, 8, 100, data));
        using var context = ToyProblem.Context();
        using var stream = new RecordedActivationsSource(new() { Files = [file], HeldOut = 0.01 }).Open(context);
        var refused = Assert.Throws<InvalidDataException>(() =>
        {
            stream.Batch(DataSplit.Training, 0, 7).Dispose();
            stream.Batch(DataSplit.Evaluation, 0, 1).Dispose();
        });
        Assert.Equal(
            $"{file}: row 3, column 97 is {shown} in float32; every value must be finite; remove such rows or record the activations again",
            refused.Message
        );
    }

    [Fact]
    public void A_file_that_is_cut_while_it_is_read_gives_an_error_and_not_a_crash()
    {
        var file = _files.Write("a.npy", Npy("<f4", 100_000, 16, new byte[6_400_000]));
        using var context = ToyProblem.Context();
        using var stream = new RecordedActivationsSource(new() { Files = [file] }).Open(context);
        // Another program, which knows nothing of .NET's locks.
        using var cut = System.Diagnostics.Process.Start("truncate", ["-s", "1000", file]);
        cut.WaitForExit();
        Assert.Equal(0, cut.ExitCode);
        var message = Assert.Throws<IOException>(() => stream.Batch(DataSplit.Training, 0, 1000)).Message;
        Assert.Equal($"{file}: had 6400128 bytes when it was opened, has 1000; leave it alone while it is read", message);
    }

    /// <summary>Between two rows of one batch: nothing asks for the file's length in between.</summary>
    [Fact]
    public void A_file_that_is_cut_between_two_rows_gives_an_error_and_not_a_crash()
    {
        var file = _files.Write("a.npy", Npy("<f4", 100_000, 16, new byte[6_400_000]));
        using var rows = new FileRows(RecordedMatrix.Open(file, ""));
        var row = new float[16];
        rows.Read(99_999, row);
        using var cut = System.Diagnostics.Process.Start("truncate", ["-s", "1000", file]);
        cut.WaitForExit();

        var message = Assert.Throws<IOException>(() => rows.Read(99_999, row)).Message;

        Assert.Equal($"{file}: had 6400128 bytes when it was opened, has 1000; leave it alone while it is read", message);
    }

    private static void AssertRefused(string message, string file) => Assert.Equal($"{file}: {message}", Refusal(file));

    private static string Refusal(string file) => Assert.Throws<InvalidDataException>(() => Open(file)).Message;

    private static void Open(string file)
    {
        using var context = ToyProblem.Context();
        new RecordedActivationsSource(new() { Files = [file] }).Open(context).Dispose();
    }
}
