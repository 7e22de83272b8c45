using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>Writes small .npy and safetensors files into a folder of its own.</summary>
public sealed class ActivationFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sparse-sources-");

    /// <summary>A path in the folder.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A .npy file; the header is padded with spaces to a multiple of 64 bytes as NumPy does.</summary>
    public static byte[] Npy(string literal, byte[] data, byte major = 1)
    {
        var lengthBytes = major == 1 ? 2 : 4;
        var text = literal.PadRight(((literal.Length + 9 + lengthBytes + 63) / 64 * 64) - 9 - lengthBytes) + "\n";
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        return [0x93, .. "NUMPY"u8, major, 0, .. length[..lengthBytes], .. Encoding.UTF8.GetBytes(text), .. data];
    }

    public static byte[] Npy(string descr, long rows, long columns, byte[] data, byte major = 1) =>
        Npy(
            string.Create(CultureInfo.InvariantCulture, $"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({rows}, {columns}), }}"),
            data,
            major
        );

    public static byte[] Safetensors(string json, byte[] data)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    /// <summary>One tensor, "x".</summary>
    public static byte[] Safetensors(string dtype, long rows, long columns, byte[] data) =>
        Safetensors(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"__metadata__\":{{\"made\":\"by hand\"}},\"x\":{{\"dtype\":\"{dtype}\",\"shape\":[{rows},{columns}],\"data_offsets\":[0,{data.Length}]}}}}"
            ),
            data
        );

    /// <summary>Numbers as a file stores them, by dtype in either notation.</summary>
    public static byte[] Encode(string dtype, IEnumerable<float> values) =>
        [
            .. values.SelectMany(value =>
                dtype switch
                {
                    "<f2" or "F16" => BitConverter.GetBytes((Half)value),
                    "BF16" => BitConverter.GetBytes(value)[2..],
                    "<f4" or "F32" => BitConverter.GetBytes(value),
                    _ => BitConverter.GetBytes((double)value),
                }
            ),
        ];

    /// <summary>The numbers from <paramref name="first"/> on: every row is another one, and names itself.</summary>
    public static float[] Counting(int rows, int columns, int first = 0) =>
        [.. Enumerable.Range(first, rows * columns).Select(value => (float)value)];
}
