using System.Runtime.InteropServices;

namespace SparsePlugins.Kernels;

/// <summary>Scratch memory outside the collected heap, aligned to cache lines, with guards on both sides that show a write out of bounds.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed unsafe class NativeBuffer<T> : IDisposable, IGuarded
    where T : unmanaged
{
    private const int GuardBytes = 64;
    private const byte GuardValue = 0xC5;

    private byte* _memory;

    /// <summary>A buffer of <paramref name="length"/> zeros.</summary>
    public NativeBuffer(long length = 0)
    {
        Grow(length);
    }

    ~NativeBuffer() => Free();

    /// <summary>The first element; changes when the buffer grows.</summary>
    public T* Pointer => (T*)(_memory + GuardBytes);

    /// <summary>Elements.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public bool IsIntact =>
        Guard(_memory).IndexOfAnyExcept(GuardValue) < 0
        && Guard(_memory + GuardBytes + Length * sizeof(T)).IndexOfAnyExcept(GuardValue) < 0;

    /// <summary>Makes room for <paramref name="length"/> elements; keeps what is there, and the rest is 0.</summary>
    public void Grow(long length)
    {
        if (length <= Length && _memory != null)
        {
            return;
        }

        var bytes = checked((nuint)(length * sizeof(T)));
        var grown = (byte*)NativeMemory.AlignedAlloc(bytes + 2 * GuardBytes, GuardBytes);
        NativeMemory.Clear(grown + GuardBytes, bytes);
        Guard(grown).Fill(GuardValue);
        Guard(grown + GuardBytes + bytes).Fill(GuardValue);
        if (_memory != null)
        {
            NativeMemory.Copy(Pointer, grown + GuardBytes, (nuint)(Length * sizeof(T)));
        }

        Free();
        _memory = grown;
        Length = length;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static Span<byte> Guard(byte* at) => new(at, GuardBytes);

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        Length = 0;
    }
}

/// <summary>Memory that knows whether something wrote beside it.</summary>
internal interface IGuarded
{
    /// <summary>Whether the guards are as they were laid.</summary>
    bool IsIntact { get; }
}
