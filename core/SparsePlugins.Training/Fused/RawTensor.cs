using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Fused;

/// <summary>The memory of tensors. What a kernel could not survive is refused here.</summary>
internal static unsafe class RawTensor
{
    /// <summary>Refuses what isn't contiguous float32 on the CPU.</summary>
    /// <param name="name">What to call it in an error.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="count">The floats that it must have.</param>
    /// <exception cref="ArgumentException">It isn't such a tensor.</exception>
    public static void Check(string name, Tensor tensor, long count)
    {
        Require(tensor.device_type == DeviceType.CPU, name, "must be on the CPU for a fused step; use an eager step", tensor.device_type);
        Require(tensor.dtype == ScalarType.Float32, name, "must be Float32", tensor.dtype);
        Require(!tensor.is_sparse && tensor.is_contiguous(), name, "must be contiguous; call contiguous()", "strides that are not");
        Require(tensor.NumberOfElements == count, name, $"must have {count} elements", tensor.NumberOfElements);
        Require(count <= int.MaxValue / sizeof(float), name, $"may have {int.MaxValue / sizeof(float)} elements", count);
    }

    /// <summary>The first float of a tensor that was checked before.</summary>
    /// <param name="name">What to call it in an error.</param>
    /// <param name="tensor">The pointer is good as long as it lives.</param>
    /// <param name="count">The floats that it must still have.</param>
    /// <exception cref="ArgumentException">It was changed.</exception>
    /// <exception cref="InvalidOperationException">It was disposed.</exception>
    public static float* Floats(string name, Tensor tensor, long count)
    {
        var bytes = tensor.bytes; // Looks itself whether the tensor is disposed, contiguous and on the CPU.
        Require(bytes.Length == count * sizeof(float), name, $"must have {count * sizeof(float)} bytes", bytes.Length);
        return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
    }

    private static void Require<T>(bool holds, string name, string rule, T received)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} {rule}; got {received}");
        }
    }
}
