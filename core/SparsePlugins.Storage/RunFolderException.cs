namespace SparsePlugins.Storage;

/// <summary>A run's folder holds something with which nothing may be read or written: a name that leads elsewhere, or a file that is none.</summary>
/// <param name="message">What, where, and what to do.</param>
public sealed class RunFolderException(string message) : Exception(message);
