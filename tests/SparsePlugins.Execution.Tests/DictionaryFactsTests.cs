using SparsePlugins.Records;

namespace SparsePlugins.Execution.Tests;

/// <summary>What a record keeps of its dictionary agrees with what metrics measured of it by themselves.</summary>
public sealed class DictionaryFactsTests
{
    [Fact]
    public void Counts_and_cosines_are_those_of_the_metrics()
    {
        var record = Run(new TinyManifest());
        var facts = Assert.IsType<DictionaryFacts>(record.Dictionary);
        var matches = Assert.IsType<MatchFacts>(facts.Matches);

        Assert.Equal(16, facts.Never + facts.Densities.Sum());
        Assert.Equal(End(record, "dead-fraction"), facts.Never / 16.0, 1e-12);
        Assert.Equal((16, 16, 16), (matches.TrueFeatures, matches.Found.Count, matches.Cosines.Sum()));
        Assert.Equal(End(record, "mmcs"), matches.Found.Average(), 5e-4); // Each is rounded to three decimals.
        // Most frequent first: the tenth that fires least often stands last.
        Assert.Equal(End(record, "mmcs-decile-1"), matches.Found[^1], 1e-3);
        // Bars of 0.02; the metric counts above 0.9.
        Assert.Equal(End(record, "mmcs-recovered"), matches.Cosines.Skip(45).Sum() / 16.0, 1e-12);
    }

    [Fact]
    public void Rows_are_kept_as_bytes_of_their_largest_value()
    {
        var atoms = Assert.IsType<AtomFacts>(Run(new TinyManifest()).Dictionary!.Atoms);
        var bytes = Convert.FromBase64String(atoms.Values);

        Assert.Equal((8, 8 * atoms.Features.Count), (atoms.Width, bytes.Length));
        Assert.Equal(atoms.Features.Count, atoms.Features.Distinct().Count());
        Assert.All(bytes.Chunk(8), row => Assert.Equal(127, row.Max(value => Math.Abs((int)(sbyte)value))));
    }

    [Fact]
    public void A_record_stays_small_however_wide_the_data_are()
    {
        var wide = Run(
            new TinyManifest
            {
                Source = "{ use: toy-superposition, with: { activation_dim: 1000, features: 600, active: 2 } }",
                Steps = "2",
                Metrics = "[l0]",
            }
        );
        var facts = wide.Dictionary!;

        Assert.Equal(256, facts.Matches!.Found.Count);
        Assert.Equal(600, facts.Matches.Cosines.Sum());
        Assert.InRange(facts.Atoms!.Features.Count, 1, 8);
    }

    private static RunRecord Run(TinyManifest manifest)
    {
        using var bench = new Bench();
        bench.Run(manifest with { Seeds = 1, Initializers = "[orthogonal]" });
        return bench.Ended.Single();
    }

    private static double End(RunRecord record, string name) => record.Curves.Single(curve => curve.Measurement == name).Values[^1];
}
