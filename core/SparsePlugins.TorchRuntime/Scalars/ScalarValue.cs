using System.Runtime.InteropServices;

namespace SparsePlugins.TorchRuntime.Scalars;

/// <summary>The bytes of a native scalar: what kind it is, and a number of at most 16 bytes. A copy of them is a scalar, too.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct ScalarValue
{
    private long _kind;
}
