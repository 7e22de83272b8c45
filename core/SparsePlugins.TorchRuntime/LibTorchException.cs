namespace SparsePlugins.TorchRuntime;

/// <summary>libtorch could not be loaded. The message says why and what to do about it.</summary>
public sealed class LibTorchException(string message, Exception? innerException = null) : Exception(message, innerException);
