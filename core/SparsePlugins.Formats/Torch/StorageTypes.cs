using System.Runtime.InteropServices;

namespace SparsePlugins.Formats;

/// <summary>How the storages of PyTorch hold numbers.</summary>
internal static class StorageTypes
{
    private static readonly Dictionary<string, int> Widths = new(StringComparer.Ordinal)
    {
        ["DoubleStorage"] = 8,
        ["FloatStorage"] = 4,
        ["HalfStorage"] = 2,
        ["BFloat16Storage"] = 2,
        ["LongStorage"] = 8,
        ["IntStorage"] = 4,
        ["BoolStorage"] = 1,
    };

    /// <summary>Whether it is one whose numbers are read.</summary>
    public static bool IsKnown(string type) => Widths.ContainsKey(type);

    /// <summary>Bytes of one number.</summary>
    public static int WidthOf(string type) => Widths[type];

    /// <summary>The dtype as safetensors files write it.</summary>
    public static string DataTypeOf(string type) =>
        type switch
        {
            "DoubleStorage" => "F64",
            "FloatStorage" => "F32",
            "HalfStorage" => "F16",
            "BFloat16Storage" => "BF16",
            "LongStorage" => "I64",
            "IntStorage" => "I32",
            _ => "BOOL",
        };

    /// <summary>The numbers of a storage as float32.</summary>
    public static float[] Widen(string type, byte[] bytes)
    {
        var values = new float[bytes.Length / WidthOf(type)];
        if (SafetensorsTypes.ElementOf(DataTypeOf(type)) is { } element)
        {
            StoredNumbers.Widen(element, bytes.AsSpan(0, values.Length * WidthOf(type)), values);
            return values;
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = type switch
            {
                "LongStorage" => MemoryMarshal.Cast<byte, long>(bytes)[i],
                "IntStorage" => MemoryMarshal.Cast<byte, int>(bytes)[i],
                _ => bytes[i],
            };
        }

        return values;
    }
}
