namespace SparsePlugins.Sources;

/// <summary>How often features fire before trees take any away.</summary>
internal static class SynthRates
{
    /// <summary>[G] p_min + (p_max - p_min) (i^-s - G^-s) / (1 - G^-s) for i from 1: a power law, moved and stretched to end at p_min.</summary>
    public static double[] Nominal(int features, SynthSaeBenchOptions options)
    {
        var last = Math.Pow(features, -options.RatePower);
        return
        [
            .. Enumerable
                .Range(1, features)
                .Select(index => features == 1 ? 1 : (Math.Pow(index, -options.RatePower) - last) / (1 - last))
                .Select(share => options.SmallestRate + ((options.LargestRate - options.SmallestRate) * share)),
        ];
    }

    /// <summary>
    /// [G] with children raised: p_c / p_q (1 + S_c / p_q) for a child c of q, S_c being the nominal rates of its siblings together; without S_c where siblings
    /// don't exclude each other.
    /// </summary>
    public static double[] Compensated(double[] nominal, SynthTree tree, bool exclusive)
    {
        var raised = nominal.ToArray();
        for (var parent = 0; parent < tree.Count; parent++)
        {
            var (first, count) = tree.ChildrenOf(parent);
            var together = nominal.AsSpan(first, count).ToArray().Sum();
            for (var child = first; child < first + count; child++)
            {
                var siblings = exclusive ? together - nominal[child] : 0;
                raised[child] = Math.Min(1, nominal[child] / nominal[parent] * (1 + (siblings / nominal[parent])));
            }
        }

        return raised;
    }
}
