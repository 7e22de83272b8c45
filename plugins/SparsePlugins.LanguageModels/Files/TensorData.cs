using System.Runtime.InteropServices;
using SparsePlugins.Formats;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Reads the numbers of a stored tensor as float32, a block at a time.</summary>
internal static class TensorData
{
    private const int BlockNumbers = 1 << 22; // 16 MiB as float32

    /// <summary>The tensor.</summary>
    /// <param name="stored">Where it is; of one or two dimensions, none of them 0.</param>
    /// <param name="device">Where it ends.</param>
    /// <returns>Of the stored shape.</returns>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">Its type isn't a floating-point one, or a number isn't finite.</exception>
    public static Tensor Read(StoredTensor stored, Device device)
    {
        var type = stored.Entry.DataType;
        var element =
            SafetensorsTypes.ElementOf(type)
            ?? throw stored.Invalid(
                $"must be F16, BF16, F32 or F64, is {QuotedText.Shorten(type)}; quantized models aren't read: save it as F32"
            );
        var tensor = empty([.. stored.Entry.Shape], ScalarType.Float32, device);
        using var file = File.OpenHandle(stored.File);
        using var scope = NewDisposeScope();
        var flat = tensor.view(-1);
        var count = flat.shape[0];
        for (var begin = 0L; begin < count; begin += BlockNumbers)
        {
            var block = ReadBlock(stored, file, element, begin, (int)Math.Min(BlockNumbers, count - begin));
            flat.narrow(0, begin, block.shape[0]).copy_(block);
        }

        return tensor;
    }

    private static Tensor ReadBlock(
        StoredTensor stored,
        Microsoft.Win32.SafeHandles.SafeFileHandle file,
        ElementType element,
        long begin,
        int count
    )
    {
        var bytes = new byte[count * element.Size()];
        for (var done = 0; done < bytes.Length; )
        {
            var read = RandomAccess.Read(file, bytes.AsSpan(done), stored.Offset + (begin * element.Size()) + done);
            done += read > 0 ? read : throw new IOException($"{stored.File}: was cut while it was read; leave it alone while it is read");
        }

        var block = empty(count, ScalarType.Float32);
        var numbers = MemoryMarshal.Cast<byte, float>(block.bytes);
        StoredNumbers.Widen(element, bytes, numbers);
        var fault = numbers.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        return fault < 0
            ? block
            : throw stored.Invalid(
                FormattableString.Invariant($"holds {numbers[fault]} at {begin + fault}; every weight must be finite; copy the file again")
            );
    }
}
