using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Fused;

/// <summary>The memory of tensors. What a kernel could not survive is refused here.</summary>
internal static unsafe class RawTensor
{
    /// <summary>The first float of a tensor.</summary>
    /// <param name="name">What to call it in an error.</param>
    /// <param name="tensor">Contiguous float32 on the CPU; the pointer is good as long as it lives.</param>
    /// <param name="count">The floats that it must have.</param>
    /// <exception cref="ArgumentException">It isn't such a tensor.</exception>
    public static float* Floats(string name, Tensor tensor, long count)
    {
        Require(tensor.device_type == DeviceType.CPU, name, "must be on the CPU for a fused step; use an eager step", tensor.device_type);
        Require(tensor.dtype == ScalarType.Float32, name, "must be Float32", tensor.dtype);
        Require(!tensor.is_sparse && tensor.is_contiguous(), name, "must be contiguous; call contiguous()", "strides that are not");
        Require(tensor.NumberOfElements == count, name, $"must have {count} elements", tensor.NumberOfElements);
        Require(count <= int.MaxValue / sizeof(float), name, $"may have {int.MaxValue / sizeof(float)} elements", count);
        return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
    }

    private static void Require<T>(bool holds, string name, string rule, T received)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} {rule}; got {received}");
        }
    }
}
