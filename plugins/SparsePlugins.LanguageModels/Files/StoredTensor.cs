using SparsePlugins.Formats;

namespace SparsePlugins.LanguageModels;

/// <summary>Where a tensor of a model is stored.</summary>
/// <param name="File">The file.</param>
/// <param name="Offset">Its first byte, from the beginning of the file.</param>
/// <param name="Entry">Name, type and shape.</param>
internal sealed record StoredTensor(string File, long Offset, SafetensorsEntry Entry)
{
    /// <summary>What to throw where the tensor isn't what it should be.</summary>
    /// <param name="rule">What is wrong, after the tensor's name.</param>
    public InvalidDataException Invalid(string rule) => new($"{File}: tensor {Entry.Quoted} {rule}");
}
