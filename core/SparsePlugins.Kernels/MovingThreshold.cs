namespace SparsePlugins.Kernels;

/// <summary>The threshold of evaluation, which follows the smallest code of every batch.</summary>
internal static unsafe class MovingThreshold
{
    /// <summary>To the smallest code where it is below 0, else a part of the way; not at all without codes, or where one isn't finite.</summary>
    /// <param name="threshold">[1].</param>
    /// <param name="codes">Of the batch.</param>
    /// <param name="rate">Which part.</param>
    public static void Move(float* threshold, CodeList codes, float rate)
    {
        var least = float.PositiveInfinity;
        for (var entry = 0; entry < codes.Count; entry++)
        {
            least = MathF.Min(least, codes.Values[entry]); // NaN if one is.
        }

        if (float.IsFinite(least))
        {
            *threshold = *threshold < 0 ? least : *threshold + (least - *threshold) * rate;
        }
    }
}
