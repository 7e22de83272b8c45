using System.Runtime.InteropServices;

namespace SparsePlugins.TorchRuntime;

/// <summary>
/// The system's own loader, asked to bind everything at once: a function that is missing is then an error here, with its
/// name, and not a crash in the middle of a run. <see cref="NativeLibrary"/> binds late.
/// </summary>
internal static unsafe class DynamicLinker
{
    private const int BindNow = 2; // RTLD_NOW

    private static readonly delegate* unmanaged<byte*, int, nint> Open = (delegate* unmanaged<byte*, int, nint>)Export("dlopen");
    private static readonly delegate* unmanaged<byte*> Error = (delegate* unmanaged<byte*>)Export("dlerror");

    /// <summary>Loads a library for the rest of the process; null when it worked, else the loader's sentence.</summary>
    public static string? Load(string path)
    {
        fixed (byte* name = System.Text.Encoding.UTF8.GetBytes(path + '\0'))
        {
            if (Open(name, BindNow) != 0)
                return null;
        }
        return Marshal.PtrToStringUTF8((nint)Error()) ?? "the system's loader gave no reason";
    }

    // Before glibc 2.34 these functions lived in a library of their own.
    private static nint Export(string name) =>
        NativeLibrary.TryGetExport(NativeLibrary.Load("libc.so.6"), name, out var address)
            ? address
            : NativeLibrary.GetExport(NativeLibrary.Load("libdl.so.2"), name);
}
