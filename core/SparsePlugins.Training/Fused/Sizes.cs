namespace SparsePlugins.Training.Fused;

/// <summary>Arithmetic of padding.</summary>
internal static class Sizes
{
    /// <summary>The least multiple of <paramref name="unit"/> that is not less than <paramref name="size"/>.</summary>
    public static int RoundUp(int size, int unit) => (size + unit - 1) / unit * unit;
}
