using SparsePlugins.Contracts;
using SparsePlugins.Records;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>What a record keeps of a trained dictionary, so that reports can show it: about 5 kB, and at most 20 kB, whatever its size.</summary>
internal static class DictionaryView
{
    private const int BinsPerDecade = 4;

    /// <summary>Of a dictionary whose features fire in so many rows.</summary>
    /// <param name="fired">Rows in which each feature fires, [F].</param>
    /// <param name="rows">Rows that were looked at.</param>
    /// <param name="decoder">[F, D].</param>
    /// <param name="truth">The true features, where they are known.</param>
    public static DictionaryFacts Create(long[] fired, long rows, Tensor decoder, GroundTruth? truth) =>
        new(
            never: fired.Count(count => count == 0),
            densities: Densities(fired, rows),
            matches: truth is null ? null : Matches(decoder, truth),
            atoms: Atoms(fired, decoder)
        );

    private static int[] Densities(long[] fired, long rows)
    {
        var bins = new int[DictionaryFacts.DensityBins];
        foreach (var count in fired.Where(count => count > 0))
        {
            var place = bins.Length + (int)Math.Floor(BinsPerDecade * Math.Log10(count / (double)rows));
            bins[Math.Clamp(place, 0, bins.Length - 1)]++;
        }

        return bins;
    }

    private static MatchFacts Matches(Tensor decoder, GroundTruth truth)
    {
        var directions = decoder / decoder.norm(dim: 1, keepdim: true).clamp_min(1e-30);
        var best = Numbers(truth.Features.matmul(directions.T).amax([1]).clamp(-1, 1)); // [G]
        var bins = new int[DictionaryFacts.CosineBins];
        foreach (var cosine in best)
        {
            bins[Math.Clamp((int)(cosine * bins.Length), 0, bins.Length - 1)]++;
        }

        var probabilities = Numbers(truth.FiringProbabilities);
        var ranked = Enumerable.Range(0, best.Length).OrderByDescending(feature => probabilities[feature]).Select(feature => best[feature]);
        return new MatchFacts(best.Length, bins, Neighbours([.. ranked]));
    }

    /// <summary>At most 256 means over equally many neighbours, give or take one.</summary>
    private static double[] Neighbours(double[] values)
    {
        var groups = Math.Min(values.Length, DictionaryFacts.MostFound);
        int Place(int group) => (int)((long)group * values.Length / groups);
        return [.. Enumerable.Range(0, groups).Select(group => Math.Round(values[Place(group)..Place(group + 1)].Average(), 3))];
    }

    /// <summary>Rows at equal distances in the order of how often they fire; those that never fire are left out.</summary>
    private static AtomFacts? Atoms(long[] fired, Tensor decoder)
    {
        var width = (int)decoder.shape[1];
        var ranked = Enumerable
            .Range(0, fired.Length)
            .Where(feature => fired[feature] > 0)
            .OrderByDescending(feature => fired[feature])
            .ToArray();
        var count = Math.Min(ranked.Length, Math.Min(DictionaryFacts.MostAtoms, DictionaryFacts.MostAtomValues / width));
        if (count == 0)
        {
            return null;
        }

        int[] chosen = [.. Enumerable.Range(0, count).Select(place => ranked[(int)((long)place * ranked.Length / count)])];
        return new AtomFacts(width, chosen, Convert.ToBase64String([.. chosen.SelectMany(feature => Scaled(Numbers(decoder[feature])))]));
    }

    private static IEnumerable<byte> Scaled(double[] row)
    {
        var largest = Math.Max(row.Max(Math.Abs), 1e-30);
        return row.Select(value => unchecked((byte)(sbyte)Math.Round(127 * value / largest)));
    }

    private static double[] Numbers(Tensor tensor) => tensor.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
}
