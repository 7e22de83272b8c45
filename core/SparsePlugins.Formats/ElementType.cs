namespace SparsePlugins.Formats;

/// <summary>How a file stores a number; always little-endian.</summary>
public enum ElementType
{
    /// <summary>IEEE 754 binary16.</summary>
    Float16,

    /// <summary>The upper half of a binary32.</summary>
    BFloat16,

    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,
}

/// <summary>Sizes of element types.</summary>
public static class ElementTypes
{
    /// <summary>Bytes of one number.</summary>
    /// <param name="type">How it is stored.</param>
    public static int Size(this ElementType type) =>
        type switch
        {
            ElementType.Float16 or ElementType.BFloat16 => 2,
            ElementType.Float32 => 4,
            _ => 8,
        };
}
