using System.Buffers.Binary;
using System.Text;
using SparsePlugins.Formats;

namespace SparsePlugins.LanguageModels.Tests.Texts;

public sealed class TokenFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("|u1", 1)]
    [InlineData("<u2", 2)]
    [InlineData("<i4", 4)]
    [InlineData("<u8", 8)]
    public void Npy_files_of_whole_numbers_are_read_row_by_row(string type, int size)
    {
        var file = Npy(type, "(2, 3)", Bytes(size, 1, 2, 3, 4, 5, 250));
        Assert.Equal(
            [
                [1, 2, 3],
                [4, 5, 250],
            ],
            TokenFile.Open(file).Rows()
        );
    }

    [Fact]
    public void A_flat_npy_file_is_one_row() =>
        Assert.Equal(
            [
                [7, 8],
            ],
            TokenFile.Open(Npy("<u2", "(2,)", Bytes(2, 7, 8))).Rows()
        );

    [Theory]
    [InlineData("U16", 2)]
    [InlineData("I64", 8)]
    public void The_tensor_of_whole_numbers_of_a_safetensors_file_is_read(string type, int size)
    {
        var file = Safetensors((type, [3], Bytes(size, 1, 70, 300)), ("F32", [1], new byte[4]));
        Assert.Equal(
            [
                [1, 70, 300],
            ],
            TokenFile.Open(file).Rows()
        );
    }

    [Fact]
    public void Two_such_tensors_are_refused()
    {
        var file = Safetensors(("U16", [1], new byte[2]), ("I32", [1], new byte[4]));
        AssertRefused($"{file}: must hold one tensor of whole numbers, holds 2; save the token ids in a file of their own", file);
    }

    [Theory]
    [InlineData("<f4", "(1,)", "must hold token ids as whole numbers, holds '<f4'; save ids.astype('<i4')")]
    [InlineData("<i4", "(1, 1, 1)", "must have the shape [tokens] or [texts, positions], has [1, 1, 1]")]
    [InlineData("<i4", "(0,)", "must have the shape [tokens] or [texts, positions], has [0]")]
    [InlineData("<i4", "(2,)", "must have 136 bytes for its shape, has 132; copy or save it again")]
    public void A_file_without_token_ids_is_refused(string type, string shape, string message)
    {
        var file = Npy(type, shape, new byte[4]);
        AssertRefused($"{file}: {message}", file);
    }

    [Fact]
    public void A_negative_number_is_refused()
    {
        var file = Npy("<i4", "(2,)", [1, 0, 0, 0, 255, 255, 255, 255]);
        AssertRefused($"{file}: number 1 is -1; a token id is from 0 to 2147483647", file);
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertRefused(string message, string file) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => TokenFile.Open(file).Rows().ToList()).Message);

    private static byte[] Bytes(int size, params long[] numbers) =>
        [
            .. numbers.SelectMany(number =>
            {
                var bytes = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
                return bytes[..size];
            }),
        ];

    private string Npy(string type, string shape, byte[] numbers)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n");
        File.WriteAllBytes(_folder["ids.npy"], [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. numbers]);
        return _folder["ids.npy"];
    }

    private string Safetensors(params (string Type, long[] Shape, byte[] Bytes)[] tensors)
    {
        using var stream = File.Create(_folder["ids.safetensors"]);
        var named = tensors.Select((tensor, i) => ($"t{i}", tensor.Type, (IReadOnlyList<long>)tensor.Shape));
        foreach (var entry in SafetensorsHeaderWriter.Write(stream, new Dictionary<string, string>(), named))
        {
            stream.Write(tensors[entry.Name[1] - '0'].Bytes);
        }

        return _folder["ids.safetensors"];
    }
}
