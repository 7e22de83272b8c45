namespace SparsePlugins.Formats;

/// <summary>Reads tensors of safetensors files as float32.</summary>
public static class SafetensorsNumbers
{
    /// <summary>The numbers of a tensor.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="header">Its header, which was checked against its length.</param>
    /// <param name="entry">A tensor of it.</param>
    /// <exception cref="InvalidDataException">It is no floating-point tensor, or too large; the message names it.</exception>
    public static NumberArray Read(Stream stream, SafetensorsHeader header, SafetensorsEntry entry)
    {
        var element =
            SafetensorsTypes.ElementOf(entry.DataType)
            ?? throw new InvalidDataException($"{entry.Quoted} must be F16, BF16, F32 or F64, is {QuotedText.Shorten(entry.DataType)}");
        var values = new float[NumberArray.Count(entry.Shape)];
        stream.Position = header.DataOffset + entry.Begin;
        const int Block = 1 << 20;
        var stored = new byte[Math.Min(Block, values.Length) * element.Size()];
        for (var first = 0; first < values.Length; first += Block)
        {
            var count = Math.Min(Block, values.Length - first);
            stream.ReadExactly(stored, 0, count * element.Size());
            StoredNumbers.Widen(element, stored.AsSpan(0, count * element.Size()), values.AsSpan(first, count));
        }

        return new NumberArray(entry.Shape, values);
    }
}
