using System.Text;

namespace SparsePlugins.Tests;

/// <summary>Small .npy files of float32.</summary>
internal static class Activations
{
    private const int HeaderBytes = 128;

    /// <summary>The bytes of a file with rows that a seed draws.</summary>
    public static byte[] Npy(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Header(rows, columns),
            .. Enumerable.Range(0, rows * columns).SelectMany(_ => BitConverter.GetBytes((float)random.NextDouble() - 0.5f)),
        ];
    }

    /// <summary>Makes a file of zeros that takes no place on the disk.</summary>
    public static void WriteHollow(string path, long rows, int columns)
    {
        using var file = File.Create(path);
        file.Write(Header(rows, columns));
        file.SetLength(HeaderBytes + rows * columns * sizeof(float));
    }

    private static byte[] Header(long rows, int columns)
    {
        var description = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}";
        var header = description.PadRight(HeaderBytes - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, HeaderBytes - 10, 0, .. Encoding.ASCII.GetBytes(header)];
    }
}
