namespace SparsePlugins.Contracts;

/// <summary>Implemented beside <see cref="IActivationSource"/> by a source that keeps what it computes in files, which all runs and processes share.</summary>
public interface IRecordingSource
{
    /// <summary>Does all work that opening would do, and nothing where it is done.</summary>
    /// <param name="context">Where to compute, whom to report to, and how to be stopped. Its seed changes nothing.</param>
    /// <exception cref="IOException">A file can't be read or written.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, or there is no room.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it; what was written stays, and is not computed again.</exception>
    Recording Record(ComponentContext context);
}

/// <summary>What a source keeps in files.</summary>
/// <param name="Folder">Where they are; empty where nothing is kept.</param>
/// <param name="Files">The files of rows, absolute.</param>
/// <param name="Rows">Rows in all of them.</param>
/// <param name="Width">D.</param>
/// <param name="Bytes">Of all files.</param>
/// <param name="NewFiles">How many of the files this call has written.</param>
public sealed record Recording(string Folder, IReadOnlyList<string> Files, long Rows, int Width, long Bytes, int NewFiles);
