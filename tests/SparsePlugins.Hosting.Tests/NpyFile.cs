using System.Runtime.InteropServices;
using System.Text;

namespace SparsePlugins.Hosting.Tests;

/// <summary>Recordings for tests.</summary>
internal static class NpyFile
{
    /// <summary>A matrix as NumPy writes it.</summary>
    public static byte[] Bytes(float[][] rows)
    {
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows.Length}, {rows[0].Length}), }}".PadRight(117) + "\n";
        return
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            (byte)header.Length,
            0,
            .. Encoding.ASCII.GetBytes(header),
            .. MemoryMarshal.AsBytes<float>(rows.SelectMany(row => row).ToArray()),
        ];
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
}
