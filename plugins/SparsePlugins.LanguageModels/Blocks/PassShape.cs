using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>What the blocks of one pass share: masks, and angles of rotation.</summary>
/// <param name="length">T.</param>
/// <param name="device">Of the model.</param>
internal sealed class PassShape(long length, Device device)
{
    private readonly Dictionary<int, Tensor> _masks = [];
    private readonly Dictionary<Rotary, (Tensor, Tensor)> _angles = new(ReferenceEqualityComparer.Instance);

    /// <summary>The mask of a window; <see langword="null"/> for no window.</summary>
    public Tensor Mask(int? window) =>
        _masks.TryGetValue(window ?? 0, out var mask) ? mask : _masks[window ?? 0] = CausalMask.Create(length, window, device);

    /// <summary>Cosines and sines, both [T, R].</summary>
    public (Tensor Cosines, Tensor Sines) Angles(Rotary rotary) =>
        _angles.TryGetValue(rotary, out var angles) ? angles : _angles[rotary] = rotary.Angles(length);
}
