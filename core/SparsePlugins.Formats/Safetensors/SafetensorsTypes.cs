namespace SparsePlugins.Formats;

/// <summary>The data types of safetensors files.</summary>
public static class SafetensorsTypes
{
    /// <summary>How a floating-point type that can be widened to float32 is stored, or <see langword="null"/>.</summary>
    /// <param name="dataType">The dtype as written.</param>
    public static ElementType? ElementOf(string dataType) =>
        dataType switch
        {
            "F16" => ElementType.Float16,
            "BF16" => ElementType.BFloat16,
            "F32" => ElementType.Float32,
            "F64" => ElementType.Float64,
            _ => null,
        };

    /// <summary>Bytes of one number, or <see langword="null"/> for a type that isn't known here.</summary>
    internal static int? WidthOf(string dataType) =>
        dataType switch
        {
            "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" => 1,
            "U16" or "I16" => 2,
            "U32" or "I32" => 4,
            "U64" or "I64" => 8,
            _ => ElementOf(dataType)?.Size(),
        };
}
