namespace SparsePlugins.Sources;

/// <summary>How large a model of the benchmark is, after it was shrunk.</summary>
/// <param name="Features">G.</param>
/// <param name="Width">D.</param>
/// <param name="Roots">Trees.</param>
internal sealed record SynthSizes(int Features, int Width, int Roots)
{
    /// <summary>Those of some options.</summary>
    /// <exception cref="ArgumentException">The trees hold more features than there are, or the options contradict each other.</exception>
    public static SynthSizes Of(SynthSaeBenchOptions options)
    {
        var sizes = new SynthSizes(
            Features: Math.Max(1, options.Features / options.Shrink),
            Width: Math.Max(1, (int)Math.Round(options.ActivationDim / Math.Pow(options.Shrink, 0.75))),
            Roots: options.Roots / options.Shrink
        );
        sizes.RequireRoom(options);
        if (options.SmallestRate > options.LargestRate)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"synth-sae-bench: smallest_rate must be at most largest_rate, {options.LargestRate}, got {options.SmallestRate}"
                )
            );
        }

        if (options.ScaleByParent && sizes.Roots > 0 && Math.Min(options.FirstMean, options.LastMean) == 0)
        {
            throw new ArgumentException(
                "synth-sae-bench: first_mean and last_mean must be above 0 where children are scaled by their parent over its mean; "
                    + "type scale_by_parent: false, or larger means"
            );
        }

        return sizes;
    }

    private void RequireRoom(SynthSaeBenchOptions options)
    {
        var inTrees = Roots * Enumerable.Range(0, options.Depth + 1).Sum(level => Math.Pow(options.Children, level));
        if (inTrees > Features)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"synth-sae-bench: {Roots} trees of {options.Children} children and depth {options.Depth} hold {inTrees} features, "
                ) + FormattableString.Invariant($"but there are {Features}; type fewer roots, children or levels, or more features")
            );
        }

        if ((long)Features * Width > Array.MaxLength)
        {
            throw new ArgumentException(
                $"synth-sae-bench: features x activation_dim must be at most {Array.MaxLength}, got {Features} x {Width}"
            );
        }
    }
}
