using System.Runtime.InteropServices;
using System.Text;

namespace SparsePlugins.Tests;

/// <summary>Small .npy files of float32, as NumPy writes them.</summary>
internal static class NpyFile
{
    private const int HeaderBytes = 128;

    /// <summary>The bytes of a file that holds these rows.</summary>
    public static byte[] Bytes(float[][] rows) =>
        [.. Header(rows.Length, rows[0].Length), .. MemoryMarshal.AsBytes<float>(rows.SelectMany(row => row).ToArray())];

    /// <summary>The bytes of a file with uniform rows between -0.5 and 0.5 that a seed draws.</summary>
    public static byte[] Uniform(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, rows * columns).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
        return [.. Header(rows, columns), .. MemoryMarshal.AsBytes<float>(values)];
    }

    /// <summary>Writes a file of zeros that takes no space on the disk.</summary>
    public static void WriteHollow(string path, long rows, int columns)
    {
        using var file = File.Create(path);
        file.Write(Header(rows, columns));
        file.SetLength(HeaderBytes + rows * columns * sizeof(float));
    }

    /// <summary>Normal rows; the same for the same seed.</summary>
    public static float[][] Normal(int rows, int width, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, width).Select(_ => Normal(random)).ToArray())];
    }

    // Box and Muller.
    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static byte[] Header(long rows, int columns)
    {
        var description = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}";
        var header = description.PadRight(HeaderBytes - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, HeaderBytes - 10, 0, .. Encoding.ASCII.GetBytes(header)];
    }
}
