using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Reads the activations of one hook point in a pass, and replaces them where asked to.</summary>
/// <param name="point">The point; <see langword="null"/> for none.</param>
/// <param name="replace">From rows [B T, W] to as many; <see langword="null"/> to leave them.</param>
internal sealed class HookVisitor(HookPoint? point, Func<Tensor, Tensor>? replace)
{
    /// <summary>The rows [B T, W] of the point, before they were replaced; <see langword="null"/> until the pass comes there.</summary>
    public Tensor? Rows { get; private set; }

    /// <summary>What the pass continues with.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="site">Where in its block.</param>
    /// <param name="activation">[B, T, W].</param>
    /// <exception cref="ArgumentException">The replacement has another shape.</exception>
    public Tensor Visit(int layer, HookSite site, Tensor activation)
    {
        if (point is null || point.Layer != layer || point.Site != site)
        {
            return activation;
        }

        Rows = activation.reshape(-1, activation.shape[2]);
        if (replace is null)
        {
            return activation;
        }

        var replaced = replace(Rows);
        return replaced.shape.SequenceEqual(Rows.shape)
            ? replaced.reshape(activation.shape)
            : throw new ArgumentException(
                $"the replacement at {point} must have the shape [{string.Join(", ", Rows.shape)}], has [{string.Join(", ", replaced.shape)}]"
            );
    }
}

/// <summary>The visitor of a pass, at one layer.</summary>
/// <param name="Visitor">Of the pass.</param>
/// <param name="Layer">From 0.</param>
internal readonly record struct LayerHooks(HookVisitor Visitor, int Layer)
{
    /// <summary>What the pass continues with.</summary>
    /// <param name="site">Where in the block.</param>
    /// <param name="activation">[B, T, W].</param>
    public Tensor Visit(HookSite site, Tensor activation) => Visitor.Visit(Layer, site, activation);
}
