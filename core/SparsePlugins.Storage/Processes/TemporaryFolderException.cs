namespace SparsePlugins.Storage.Processes;

/// <summary>The temporary folder can't be used; the message names TMPDIR, its value and a fix.</summary>
/// <param name="message">A sentence.</param>
public sealed class TemporaryFolderException(string message) : Exception(message);
