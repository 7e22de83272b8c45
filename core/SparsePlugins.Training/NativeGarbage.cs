namespace SparsePlugins.Training;

/// <summary>Frees what TorchSharp leaves to the finalizer, at a moment when that is safe.</summary>
/// <remarks>
/// Some operators of TorchSharp (<c>add_(x)</c>, <c>x * 2.0</c>) make a native scalar that nobody disposes. It is too small for the collector to
/// notice, and it pins the native heap, so resident memory creeps up over a long run unless collections are forced. And nothing managed refers to
/// such a scalar while native code reads it, so a collection that another thread starts in that moment frees it too early: a crash or, worse, a
/// wrong number. Collections must therefore be frequent, so that none starts by itself, and must happen while no thread is inside libtorch.
/// </remarks>
public static class NativeGarbage
{
    /// <summary>Updates between two collections: often enough that the youngest generation never fills up by itself.</summary>
    public const int UpdatesBetween = 256;

    /// <summary>Collects the youngest generation and waits for its finalizers; about 0.1 ms. No other thread may be inside libtorch.</summary>
    public static void Collect()
    {
        GC.Collect(generation: 0, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
    }
}
