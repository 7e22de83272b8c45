namespace SparsePlugins.Kernels;

/// <summary>Arithmetic of padding.</summary>
internal static class Sizes
{
    private const int BlockBytes = 256 * 1024; // Half of a second-level cache; the panel takes of the rest.

    /// <summary>The least multiple of <paramref name="unit"/> that is not less than <paramref name="size"/>.</summary>
    public static int RoundUp(int size, int unit) => (size + unit - 1) / unit * unit;

    /// <summary>Features whose encoder rows stay in a second-level cache; a multiple of those of a tile.</summary>
    public static int FeaturesPerBlock(int width, int tileFeatures) =>
        Math.Max(1, BlockBytes / (tileFeatures * width * sizeof(float))) * tileFeatures;
}
