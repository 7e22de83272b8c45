using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Rotates parts of queries and keys by angles that grow with the position.</summary>
/// <remarks>
/// Source: Su et al., "RoFormer", arXiv 2104.09864. Element j of the first half of the rotated part turns with element j of the second half, as in
/// GPT-NeoX; neighbours, as in the paper, are paired in neither of the families here.
/// </remarks>
/// <param name="Frequencies">[R / 2] angle per position; the first R elements of a head are rotated.</param>
internal sealed record Rotary(Tensor Frequencies)
{
    /// <summary>Cosines and sines of the angles of the first positions.</summary>
    /// <param name="length">T.</param>
    /// <returns>Both [T, R].</returns>
    public (Tensor Cosines, Tensor Sines) Angles(long length)
    {
        var positions = arange(length, dtype: ScalarType.Float32, device: Frequencies.device);
        var angles = positions.outer(Frequencies); // [T, R / 2]
        var both = cat([angles, angles], dim: 1);
        return (both.cos(), both.sin());
    }

    /// <summary>The rotated heads.</summary>
    /// <param name="heads">[B, H, T, d].</param>
    /// <param name="angles">Of as many positions.</param>
    public Tensor Apply(Tensor heads, (Tensor Cosines, Tensor Sines) angles)
    {
        var half = Frequencies.shape[0];
        var rotated = heads.narrow(3, 0, 2 * half);
        var (first, second) = (rotated.narrow(3, 0, half), rotated.narrow(3, half, half));
        var turned = (rotated * angles.Cosines).add_(cat([second.neg(), first], dim: 3).mul_(angles.Sines));
        var rest = heads.shape[3] - (2 * half);
        return rest == 0 ? turned : cat([turned, heads.narrow(3, 2 * half, rest)], dim: 3);
    }
}
