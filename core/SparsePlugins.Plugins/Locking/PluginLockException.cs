namespace SparsePlugins.Plugins;

/// <summary>A lock file can't be used; it is never ignored.</summary>
/// <param name="message">The file, the line, and what to do.</param>
public sealed class PluginLockException(string message) : Exception(message);
