namespace SparsePlugins.Contracts;

/// <summary>Implemented beside <see cref="IDictionaryInitializer"/> by one that serves activations of one width alone, for instance as it reads directions from a file.</summary>
/// <remarks>A manifest whose source has another width is refused before anything is trained, and so is one whose file can't be read.</remarks>
public interface IFixedWidthInitializer
{
    /// <summary>D, the width of the activations; reading it may take a look into a file.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be.</exception>
    int ActivationDim { get; }
}
