using SparsePlugins.Formats;

namespace SparsePlugins.Sources;

/// <summary>The matrix of activations in a safetensors file.</summary>
internal static class SafetensorsMatrix
{
    /// <summary>Finds it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tensor">The tensor's name; empty for the only one that can be read.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or has no such matrix of floating-point numbers.</exception>
    public static RecordedMatrix Read(RecordedFile file, string tensor)
    {
        var header = file.Read(stream => SafetensorsHeader.Read(stream));
        var chosen = TensorChoice.Choose(file, header.Entries, tensor);
        return RecordedMatrix.Create(file, chosen.Shape, header.DataOffset + chosen.Begin, TensorChoice.Element(file, chosen));
    }
}
