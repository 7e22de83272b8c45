using static TorchSharp.torch;

namespace SparsePlugins.Training.Checkpoints;

/// <summary>Tensors by name with a few texts, as a safetensors file holds them.</summary>
/// <param name="metadata">Texts by name.</param>
/// <param name="tensors">By name; owned by the bundle.</param>
public sealed class TensorBundle(IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, Tensor> tensors) : IDisposable
{
    /// <summary>Texts by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = metadata;

    /// <summary>The tensor of a name, still owned by the bundle, or <see langword="null"/>.</summary>
    /// <param name="name">The name.</param>
    public Tensor? Find(string name) => tensors.GetValueOrDefault(name);

    /// <summary>The tensor of a name, still owned by the bundle.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public Tensor Get(string name) =>
        Find(name) ?? throw new InvalidDataException($"no tensor '{name}'; the file belongs to something else");

    /// <summary>Overwrites a tensor with the one of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="target">Of the same shape and type, on any device.</param>
    /// <exception cref="InvalidDataException">There is none, or it has another shape or type.</exception>
    public void CopyTo(string name, Tensor target)
    {
        var source = Get(name);
        if (source.dtype != target.dtype || !source.shape.SequenceEqual(target.shape))
        {
            throw new InvalidDataException(
                $"tensor '{name}' is {source.dtype} [{string.Join(", ", source.shape)}]; expected {target.dtype} [{string.Join(", ", target.shape)}]"
            );
        }

        using var _ = no_grad();
        target.copy_(source);
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
