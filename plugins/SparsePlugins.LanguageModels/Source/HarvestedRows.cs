using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>The activations of some texts in memory.</summary>
/// <param name="Values">[R, D] float32 on the CPU.</param>
internal sealed record HarvestedRows(Tensor Values) : IRowStore
{
    /// <inheritdoc/>
    public long Count => Values.shape[0];

    /// <inheritdoc/>
    public Tensor Select(long[] numbers)
    {
        using var chosen = tensor(numbers);
        return Values.index_select(0, chosen);
    }

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();
}
