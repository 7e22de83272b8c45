using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Where activations come from: a simulation, or files of a network's recorded activations.</summary>
public interface IActivationSource
{
    /// <summary>D, the width of an activation; known before any data is drawn.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be; the message names file, rule and value.</exception>
    int ActivationDim { get; }

    /// <summary>Opens the data; everything random about it is fixed by the context's seed.</summary>
    /// <param name="context">Stays valid, and is not disposed, until the stream is disposed.</param>
    IActivationStream Open(ComponentContext context);
}

/// <summary>Opened data: batches by number, each a pure function of the seed, the split, the number and the row count.</summary>
/// <remarks>Batches by number rather than in sequence make a resumed run see exactly what an uninterrupted one saw.</remarks>
public interface IActivationStream : IDisposable
{
    /// <summary>How many different rows a split holds, or <see langword="null"/> where it never repeats.</summary>
    /// <param name="split">The split.</param>
    long? RowCount(DataSplit split);

    /// <summary>Batch number <paramref name="index"/> of a split, endlessly: a finite split starts over.</summary>
    /// <param name="split">The split.</param>
    /// <param name="index">From 0. Batches of one split and row count follow each other without a gap or an overlap.</param>
    /// <param name="rows">B, at least 1; the same in every call for a split.</param>
    /// <returns>[B, D] float32 on the context's device; the caller disposes it.</returns>
    Tensor Batch(DataSplit split, long index, int rows);
}
