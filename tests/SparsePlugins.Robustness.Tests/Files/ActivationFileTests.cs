using System.Buffers.Binary;
using System.Text;
using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using SparsePlugins.Yaml;
using static TorchSharp.torch;

namespace SparsePlugins.Robustness.Tests.Files;

/// <summary>Recorded activations, through the shipped plugin as a run loads it: an error that names the file, or numbers.</summary>
[Trait("Category", "Long")]
public sealed class ActivationFileTests : IDisposable
{
    private const long MostBytes = 16L << 20;
    private static readonly string[] Telling =
    [
        "999999999999999999999",
        "9223372036854775807",
        "4294967296",
        "-1",
        "(2147483647, 2147483647)",
        "[2147483647,2147483647]",
        "[0,9223372036854775807]",
        "True",
        "'|O'",
        "'>f4'",
        "'<f8'",
        "\"F64\"",
        "[",
        "(",
        "{",
        "'",
        "\"",
        "\\ud800",
        ",",
        ":",
    ];

    private readonly MemoryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.npy", 1)]
    [InlineData("a.npy", 2)]
    [InlineData("a.npy", 3)]
    [InlineData("a.safetensors", 4)]
    public void A_damaged_file_is_refused_by_name_or_read(string name, int form)
    {
        var mutator = new Mutator(form, Telling);
        var whole = name.EndsWith(".npy", StringComparison.Ordinal) ? Npy((byte)form) : Safetensors();
        var (refused, read) = (0, 0);
        for (var i = 0; i < Fuzz.Count(2_000); i++)
        {
            File.WriteAllBytes(_folder[name], mutator.Damage(whole));
            var failure = Budget.Keep(MostBytes, $"mutation {i} of {name}", () => Record.Exception(() => Read(name)));
            Assert.True(failure is null or ComponentException or InvalidDataException or IOException, $"mutation {i}: {failure}");
            Assert.True(failure is null || failure.Message.Contains(name, StringComparison.Ordinal), $"mutation {i}: {failure}");
            (refused, read) = failure is null ? (refused, read + 1) : (refused + 1, read);
        }

        // Both must happen often, or nothing was tested.
        Assert.True(refused > read / 50 && read > refused / 200, $"{refused} refused, {read} read");
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (4, 8), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 4000000000), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 1), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 9), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 7), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 8), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (32,), }")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (4, 8), }")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (4, 8), }")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (4, 8), }")]
    public void A_header_that_lies_is_refused_before_memory_is_taken(string header)
    {
        File.WriteAllBytes(_folder["lies.npy"], Npy(1, header));

        var failure = Budget.Keep(MostBytes, header, () => Record.Exception(() => Read("lies.npy")));

        Assert.NotNull(failure);
        Assert.Contains("lies.npy", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[0,64]", "[64,128]", "[32,96]")]
    [InlineData("[0,128]", "[0,128]", "[0,128]")]
    [InlineData("[0,64]", "[64,128]", "[128,9223372036854775807]")]
    public void Tensors_that_overlap_or_reach_beyond_the_file_are_refused(string first, string second, string third)
    {
        var tensors = new[] { first, second, third }.Select(
            (at, i) => $"\"t{i}\":{{\"dtype\":\"F32\",\"shape\":[2,8],\"data_offsets\":{at}}}"
        );
        File.WriteAllBytes(_folder["lies.safetensors"], Safetensors("{" + string.Join(',', tensors) + "}"));

        var failure = Budget.Keep(MostBytes, first + second + third, () => Record.Exception(() => Read("lies.safetensors")));

        Assert.NotNull(failure);
    }

    private int Read(string name)
    {
        var component = Shipped.Plugins.Find(ComponentKind.Source, "recorded-activations");
        var files = new InputFiles(_folder.Path);
        var spec = new ComponentSpec(
            ComponentKind.Source,
            "recorded-activations",
            [new("files", OptionValue.NewListValue([OptionValue.NewTextValue(name)]))],
            new Dictionary<string, Position>(),
            new HashSet<string> { "files" },
            new HashSet<string>(),
            "recorded-activations",
            new Position("", 1, 1),
            "source"
        );
        var source = component.Create<IActivationSource>(spec, files);
        using var scope = NewDisposeScope();
        using var context = new ComponentContext(CPU, new RandomSeed(1), default);
        using var stream = source.Open(context);
        stream.Batch(DataSplit.Training, 0, 3).Dispose();
        stream.Batch(DataSplit.Evaluation, 5, 2).Dispose();
        return source.ActivationDim;
    }

    private static byte[] Npy(byte major, string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 8), }")
    {
        var text = Encoding.ASCII.GetBytes(header.PadRight(117) + "\n");
        var length = new byte[major == 1 ? 2 : 4];
        length[0] = (byte)text.Length;
        return [0x93, .. "NUMPY"u8, major, 0, .. length, .. text, .. Numbers(32)];
    }

    private static byte[] Safetensors(string header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[4,8],\"data_offsets\":[0,128]}}")
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(header), .. Numbers(32)];
    }

    private static byte[] Numbers(int count) => [.. Enumerable.Range(0, count).SelectMany(i => BitConverter.GetBytes((float)i))];
}
