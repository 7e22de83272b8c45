namespace SparsePlugins.Kernels;

/// <summary>What the rows of the weights learn from: the codes, feature after feature, and their gradients.</summary>
/// <param name="features">F.</param>
/// <param name="lanes">Floats in a vector.</param>
internal sealed unsafe class CodeGradients(int features, int lanes) : IDisposable, IGuarded
{
    private readonly NativeBuffer<float> _gradients = new(); // as the lists
    private readonly NativeBuffer<float> _totals = new(Sizes.RoundUp(features, lanes));

    /// <summary>The codes of the last batch.</summary>
    public LatentLists Lists { get; } = new(features);

    /// <summary>[padded F] the sum of a feature's, which is the gradient of its encoder bias.</summary>
    public float* Totals => _totals.Pointer;

    /// <inheritdoc/>
    public bool IsIntact => Lists.IsIntact && _gradients.IsIntact && _totals.IsIntact;

    /// <summary>A batch begins.</summary>
    public void Begin(CodeList codes)
    {
        Lists.Sort(codes);
        _gradients.Grow(codes.Count);
    }

    /// <summary>Those of a feature's codes.</summary>
    public float* Of(int feature) => _gradients.Pointer + Lists.Start(feature);

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Lists.Dispose();
        _gradients.Dispose();
        _totals.Dispose();
    }
}
