using System.Runtime.InteropServices;

namespace SparsePlugins.TorchRuntime.Scalars;

/// <summary>The native scalars that one thread makes; only that thread uses the memory of a freed one again.</summary>
/// <remarks>
/// A thread that makes a scalar is not inside libtorch, so whatever it passed there has been read. Only a callback from libtorch is inside it, and makes
/// scalars while an outer call may still read one: freed scalars therefore queue, and the oldest is used again once <see cref="Resting"/> others wait.
/// </remarks>
internal sealed unsafe class ScalarPool
{
    /// <summary>How many freed scalars wait before the oldest is used again.</summary>
    public const int Resting = 1024;

    private const int BlockSize = 1 << 18;

    [ThreadStatic]
    private static ScalarPool? _mine;

    private static readonly Lock Growing = new();
    private static readonly List<ScalarPool> Pools = [];
    private static Dictionary<nint, ScalarPool> _owners = []; // By block; replaced, never changed.

    private Thread _thread = Thread.CurrentThread;
    private Slot* _fresh; // The part of the last block that was never used.
    private Slot* _freshEnd;
    private Slot* _oldest; // Freed, in the order in which they came back.
    private Slot* _newest;
    private int _waiting;
    private nint _returned; // Freed by any thread and not yet in the queue; a stack.

    [StructLayout(LayoutKind.Sequential, Size = 48)]
    private struct Slot
    {
        public ScalarValue Value;
        public Slot* Next; // While it is free.
    }

    /// <summary>The pool of the current thread: its own, or one whose thread has ended.</summary>
    public static ScalarPool OfThread => _mine ??= Claim();

    /// <summary>Whether any pool holds or held a scalar.</summary>
    public static bool IsUsed => Volatile.Read(ref _owners).Count > 0;

    /// <summary>A copy of a native scalar in this pool. Only the pool's thread may call it.</summary>
    public nint Keep(ScalarValue* value)
    {
        var slot = _waiting > Resting || TakeReturned() ? TakeOldest() : TakeFresh();
        slot->Value = *value;
        return (nint)slot;
    }

    /// <summary>Frees a scalar that a pool holds; false for one that libtorch made itself. Any thread.</summary>
    public static bool Free(nint scalar)
    {
        if (!Volatile.Read(ref _owners).TryGetValue(scalar & -BlockSize, out var owner))
            return false;
        owner.Return((Slot*)scalar);
        return true;
    }

    private void Return(Slot* slot)
    {
        nint first;
        do
        {
            first = Volatile.Read(ref _returned);
            slot->Next = (Slot*)first;
        } while (Interlocked.CompareExchange(ref _returned, (nint)slot, first) != first);
    }

    private bool TakeReturned()
    {
        if (Volatile.Read(ref _returned) == 0)
            return false;
        for (var slot = (Slot*)Interlocked.Exchange(ref _returned, 0); slot is not null; )
        {
            var next = slot->Next;
            slot->Next = null;
            if (_newest is null)
                _oldest = slot;
            else
                _newest->Next = slot;
            _newest = slot;
            _waiting++;
            slot = next;
        }

        return _waiting > Resting;
    }

    private Slot* TakeOldest()
    {
        var slot = _oldest;
        _oldest = slot->Next;
        _waiting--;
        return slot;
    }

    private Slot* TakeFresh()
    {
        if (_fresh == _freshEnd)
            Grow();
        return _fresh++;
    }

    private void Grow()
    {
        var block = (nint)NativeMemory.AlignedAlloc(BlockSize, BlockSize);
        lock (Growing)
            Volatile.Write(ref _owners, new(_owners) { [block] = this });
        _fresh = (Slot*)block;
        _freshEnd = _fresh + BlockSize / sizeof(Slot);
    }

    private static ScalarPool Claim()
    {
        lock (Growing)
        {
            var pool = Pools.Find(pool => !pool._thread.IsAlive);
            if (pool is null)
                Pools.Add(pool = new());
            pool._thread = Thread.CurrentThread;
            return pool;
        }
    }
}
