using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static SparsePlugins.ShippedPlugins.Tests.Sources.ActivationFiles;
using static SparsePlugins.ShippedPlugins.Tests.Sources.RefusedFile;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

public sealed class RecordedErrorsTests : IDisposable
{
    private readonly ActivationFiles _files = new();

    public void Dispose() => _files.Dispose();

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
    public void A_shape_that_does_not_make_the_width_is_refused()
    {
        var file = _files.Write("a.npy", Npy("<f4", 2, 6, new byte[48]));

        Assert.Equal(6, new RecordedActivationsSource(new() { Files = [file], Shape = [2, 3] }).ActivationDim);
        Assert.Equal(
            $"{file}: has 6 columns, which shape [2, 4] does not make; its product must be 6",
            Assert
                .Throws<InvalidDataException>(() => new RecordedActivationsSource(new() { Files = [file], Shape = [2, 4] }).ActivationDim)
                .Message
        );
        Assert.Equal(
            "recorded-activations: shape must be [rows, columns], such as [8, 8], or empty; got [6]",
            Assert.Throws<ArgumentException>(() => new RecordedActivationsSource(new() { Files = [file], Shape = [6] })).Message
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
}
