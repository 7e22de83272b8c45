using System.Runtime.InteropServices;
using TorchSharp;

namespace SparsePlugins.TorchRuntime.Scalars;

/// <summary>Keeps the native half of a TorchSharp scalar while libtorch may read it.</summary>
/// <remarks>
/// <c>tensor * 2.0</c> makes a managed <see cref="Scalar"/> that nothing refers to once its handle was read, so a collection that any thread starts may
/// finalize it, and its native half is deleted while libtorch still reads it: a crash or a wrong number. So the functions that make and delete native
/// scalars are replaced, for all code that uses TorchSharp, plugins included, and a <see cref="ScalarPool"/> decides when memory is used again.
/// </remarks>
internal static unsafe class ScalarMemory
{
    internal const string Name = "libSparsePluginsScalars.so";
    private const string LibraryOfTorchSharp = "LibTorchSharp";

    private static readonly (string Function, nint Replacement)[] Replaced =
    [
        ("THSTorch_dispose_scalar", (nint)(delegate* unmanaged<nint, void>)&Delete),
        ("THSTorch_int8_to_scalar", (nint)(delegate* unmanaged<sbyte, nint>)&Int8),
        ("THSTorch_uint8_to_scalar", (nint)(delegate* unmanaged<byte, nint>)&UInt8),
        ("THSTorch_int16_to_scalar", (nint)(delegate* unmanaged<short, nint>)&Int16),
        ("THSTorch_int32_to_scalar", (nint)(delegate* unmanaged<int, nint>)&Int32),
        ("THSTorch_int64_to_scalar", (nint)(delegate* unmanaged<long, nint>)&Int64),
        ("THSTorch_bool_to_scalar", (nint)(delegate* unmanaged<byte, nint>)&Bool),
        ("THSTorch_float16_to_scalar", (nint)(delegate* unmanaged<float, nint>)&Float16),
        ("THSTorch_bfloat16_to_scalar", (nint)(delegate* unmanaged<float, nint>)&BFloat16),
        ("THSTorch_float32_to_scalar", (nint)(delegate* unmanaged<float, nint>)&Float32),
        ("THSTorch_float64_to_scalar", (nint)(delegate* unmanaged<double, nint>)&Float64),
        ("THSTorch_complex32_to_scalar", (nint)(delegate* unmanaged<float, float, nint>)&Complex32),
        ("THSTorch_complex64_to_scalar", (nint)(delegate* unmanaged<double, double, nint>)&Complex64),
    ];

    /// <summary>The functions that are replaced, in the order of the library's table.</summary>
    internal static IReadOnlyList<string> Functions { get; } = [.. Replaced.Select(replaced => replaced.Function)];

    private static readonly nint[] Original = new nint[Replaced.Length];

    /// <summary>Replaces the functions. TorchSharp's native half is loaded, and no member of TorchSharp was used yet.</summary>
    /// <exception cref="LibTorchException">The library that replaces them can't be written or loaded.</exception>
    public static void Install()
    {
        var library = Load();
        var wrapper = NativeLibrary.Load(Wrapper.Name);
        var targets = (nint*)NativeLibrary.GetExport(library, ForwardingLibrary.Table);
        for (var f = 0; f < Replaced.Length; f++)
        {
            Original[f] = NativeLibrary.GetExport(wrapper, Functions[f]);
            targets[f] = Replaced[f].Replacement;
        }

        NativeLibrary.SetDllImportResolver(typeof(Scalar).Assembly, (name, _, _) => name == LibraryOfTorchSharp ? library : 0);
    }

    /// <summary>Proves on one number of each kind that TorchSharp uses the pool, and that a scalar survives being copied.</summary>
    /// <exception cref="LibTorchException">It does not.</exception>
    public static void Check()
    {
        using Scalar real = 0.1;
        using Scalar whole = long.MinValue + 1;
        using Scalar yes = true;
        using Scalar complex = new System.Numerics.Complex(0.1, -0.2);
        (double, long, bool, System.Numerics.Complex) same = (
            real.ToDouble(),
            whole.ToInt64(),
            yes.ToBoolean(),
            complex.ToComplexFloat64()
        );
        if (!same.Equals((0.1, long.MinValue + 1, true, new System.Numerics.Complex(0.1, -0.2))) || !ScalarPool.IsUsed)
            throw new LibTorchException(
                $"scalars of TorchSharp can't be protected from the garbage collector: numbers came back as {same}; "
                    + "TorchSharp or libtorch is not of the version that this program was built for, or was used before LibTorch.Load()"
            );
    }

    private static nint Load()
    {
        var image = ForwardingLibrary.Write(Name, Wrapper.Name, Functions);
        NativeCopy.Load(image, Name);
        return NativeLibrary.Load(Name); // It is loaded, so that its name suffices.
    }

    // The native half makes a scalar as it always did; a copy in the pool takes its place.
    private static nint Keep(nint scalar)
    {
        var kept = ScalarPool.OfThread.Keep((ScalarValue*)scalar);
        ((delegate* unmanaged<nint, void>)Original[0])(scalar);
        return kept;
    }

    [UnmanagedCallersOnly]
    private static void Delete(nint scalar)
    {
        if (!ScalarPool.Free(scalar))
            ((delegate* unmanaged<nint, void>)Original[0])(scalar); // An element of a tensor: libtorch made it.
    }

    [UnmanagedCallersOnly]
    private static nint Int8(sbyte value) => Keep(((delegate* unmanaged<sbyte, nint>)Original[1])(value));

    [UnmanagedCallersOnly]
    private static nint UInt8(byte value) => Keep(((delegate* unmanaged<byte, nint>)Original[2])(value));

    [UnmanagedCallersOnly]
    private static nint Int16(short value) => Keep(((delegate* unmanaged<short, nint>)Original[3])(value));

    [UnmanagedCallersOnly]
    private static nint Int32(int value) => Keep(((delegate* unmanaged<int, nint>)Original[4])(value));

    [UnmanagedCallersOnly]
    private static nint Int64(long value) => Keep(((delegate* unmanaged<long, nint>)Original[5])(value));

    [UnmanagedCallersOnly]
    private static nint Bool(byte value) => Keep(((delegate* unmanaged<byte, nint>)Original[6])(value));

    [UnmanagedCallersOnly]
    private static nint Float16(float value) => Keep(((delegate* unmanaged<float, nint>)Original[7])(value));

    [UnmanagedCallersOnly]
    private static nint BFloat16(float value) => Keep(((delegate* unmanaged<float, nint>)Original[8])(value));

    [UnmanagedCallersOnly]
    private static nint Float32(float value) => Keep(((delegate* unmanaged<float, nint>)Original[9])(value));

    [UnmanagedCallersOnly]
    private static nint Float64(double value) => Keep(((delegate* unmanaged<double, nint>)Original[10])(value));

    [UnmanagedCallersOnly]
    private static nint Complex32(float real, float imaginary) =>
        Keep(((delegate* unmanaged<float, float, nint>)Original[11])(real, imaginary));

    [UnmanagedCallersOnly]
    private static nint Complex64(double real, double imaginary) =>
        Keep(((delegate* unmanaged<double, double, nint>)Original[12])(real, imaginary));
}
