using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>The activations of some texts in memory, and where in the texts each is from.</summary>
/// <param name="Values">[R, D] float32 on the CPU.</param>
/// <param name="Places">[R]: text T + position of each row, ascending.</param>
internal sealed record HarvestedRows(Tensor Values, int[] Places) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();
}
