using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Fused;

/// <summary>The memory of tensors. What a kernel could not survive is refused here.</summary>
internal static unsafe class RawTensor
{
    /// <summary>Refuses what isn't contiguous and of its type, float32 or another, on the CPU.</summary>
    /// <param name="name">What to call it in an error.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="count">The numbers that it must have.</param>
    /// <param name="type">Theirs.</param>
    /// <exception cref="ArgumentException">It isn't such a tensor.</exception>
    public static void Check(string name, Tensor tensor, long count, ScalarType type = ScalarType.Float32)
    {
        if (Fault(tensor, count, type) is { } fault)
        {
            throw new ArgumentException($"{name} {fault}");
        }
    }

    /// <summary>The first float of a tensor that was checked before.</summary>
    /// <param name="name">What to call it in an error.</param>
    /// <param name="tensor">The pointer is good as long as it lives.</param>
    /// <param name="count">The floats that it must still have.</param>
    /// <exception cref="ArgumentException">It was changed.</exception>
    /// <exception cref="InvalidOperationException">It was disposed.</exception>
    public static float* Floats(string name, Tensor tensor, long count) => (float*)First(name, tensor, count * sizeof(float));

    /// <summary>The first byte; as <see cref="Floats"/>.</summary>
    public static byte* First(string name, Tensor tensor, long expected)
    {
        var bytes = tensor.bytes; // Looks itself whether the tensor is disposed, contiguous and on the CPU.
        return bytes.Length == expected
            ? (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes))
            : throw new ArgumentException($"{name} must have {expected} bytes; got {bytes.Length}");
    }

    private static string? Fault(Tensor tensor, long count, ScalarType type)
    {
        const int Most = int.MaxValue / sizeof(float);
        return tensor switch
        {
            { device_type: not DeviceType.CPU } => $"must be on the CPU for a fused step; use an eager step; got {tensor.device_type}",
            _ when tensor.dtype != type => $"must be {type}; got {tensor.dtype}",
            _ when tensor.is_sparse || !tensor.is_contiguous() =>
                $"must be contiguous; call contiguous(); got strides {string.Join(", ", tensor.stride())}",
            _ when tensor.NumberOfElements != count => $"must have {count} elements; got {tensor.NumberOfElements}",
            _ when count > Most => $"may have at most {Most} elements; got {count}",
            _ => null,
        };
    }
}
