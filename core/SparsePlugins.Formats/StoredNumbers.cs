using System.Numerics;
using System.Runtime.InteropServices;

namespace SparsePlugins.Formats;

/// <summary>Turns numbers as files store them into float32.</summary>
public static class StoredNumbers
{
    private const float HalfScale = 5.192296858534828e33f; // 2^112, the difference of the exponents' biases

    /// <summary>Converts a block; a value beyond float32 becomes infinite.</summary>
    /// <param name="element">How the numbers are stored.</param>
    /// <param name="bytes">Little-endian.</param>
    /// <param name="target">As many numbers.</param>
    public static void Widen(ElementType element, ReadOnlySpan<byte> bytes, Span<float> target)
    {
        switch (element)
        {
            case ElementType.Float32:
                bytes.CopyTo(MemoryMarshal.AsBytes(target));
                break;
            case ElementType.Float64:
                FromDoubles(MemoryMarshal.Cast<byte, double>(bytes), target);
                break;
            case ElementType.Float16:
                FromHalves(MemoryMarshal.Cast<byte, ushort>(bytes), target);
                break;
            case ElementType.BFloat16:
                FromUpperHalves(MemoryMarshal.Cast<byte, ushort>(bytes), target);
                break;
        }
    }

    private static void FromDoubles(ReadOnlySpan<double> source, Span<float> target)
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = (float)source[i];
        }
    }

    private static void FromHalves(ReadOnlySpan<ushort> source, Span<float> target)
    {
        var done = 0;
        for (; done + Vector<ushort>.Count <= source.Length; done += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[done..]), out var low, out var high);
            FromHalves(low).CopyTo(target[done..]);
            FromHalves(high).CopyTo(target[(done + Vector<uint>.Count)..]);
        }

        for (; done < source.Length; done++)
        {
            target[done] = (float)BitConverter.UInt16BitsToHalf(source[done]);
        }
    }

    // The exponent and the fraction in their new places give the value times 2^-112, also for subnormal numbers; infinities and NaN keep
    // the highest exponent.
    private static Vector<float> FromHalves(Vector<uint> halves)
    {
        var magnitude = halves & new Vector<uint>(0x7FFF);
        var placed = Vector.ShiftLeft(magnitude, 13);
        var finite = Vector.AsVectorUInt32(Vector.AsVectorSingle(placed) * HalfScale);
        var isFinite = Vector.LessThan(magnitude, new Vector<uint>(0x7C00));
        var value = Vector.ConditionalSelect(isFinite, finite, placed | new Vector<uint>(0x7F80_0000));
        return Vector.AsVectorSingle(value | Vector.ShiftLeft(halves & new Vector<uint>(0x8000), 16));
    }

    // A bfloat16 is the upper half of the float32 with the same value.
    private static void FromUpperHalves(ReadOnlySpan<ushort> source, Span<float> target)
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
        }
    }
}
