using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;
using SparsePlugins.Hosting.Dictionaries;
using static TorchSharp.torch;

namespace SparsePlugins.Interchange.Tests;

public sealed class AgreementTests
{
    [Fact]
    public void A_permuted_and_rescaled_copy_agrees_wholly()
    {
        var rows = Rows(features: 30, width: 8, seed: 1);
        var copy = rows.Reverse().Select((row, f) => row.Select(value => value * (f + 1)).ToArray()).ToArray();
        var agreement = Agreement.Of(Dictionary(rows), Dictionary(copy));
        Assert.Equal((30, 1.0, 1.0), (agreement.Pairs, agreement.Above07, agreement.Above09));
        Assert.Equal(1, agreement.Mean, 1e-6);
    }

    /// <summary>(1, 0) and (0, 1) against (0.6, 0.8), (-1, 0) and (0.8, 0.6): 0.8 + 0.8 is the most; opposites don't count.</summary>
    [Fact]
    public void Features_are_matched_one_to_one_by_cosine_with_sign()
    {
        var (one, other) = (
            Dictionary([
                [1, 0],
                [0, 1],
            ]),
            Dictionary([
                [0.6f, 0.8f],
                [-1, 0],
                [0.8f, 0.6f],
            ])
        );
        var agreement = Agreement.Of(one, other);
        Assert.Equal(0.8, agreement.Mean, 1e-6);
        Assert.Equal((2, 1.0, 0.0), (agreement.Pairs, agreement.Above07, agreement.Above09));
        Assert.Equal(agreement, Agreement.Of(other, one));
    }

    [Fact]
    public void Independent_ones_agree_little()
    {
        var agreement = Agreement.Of(Dictionary(Rows(40, 200, seed: 1)), Dictionary(Rows(40, 200, seed: 2)));
        Assert.InRange(agreement.Mean, 0.05, 0.25); // Cosines have a deviation of 1 / sqrt(200) = 0.07; each takes one of the largest of 40.
        Assert.Equal(0, agreement.Above07);
    }

    /// <summary>
    /// By hand: the pairs (0, 1) and (1, 0) have a cosine of 1. Feature 0 of the first fires on rows 0 and 1, feature 1 on row 2; of the second, feature 1
    /// fires on row 0 alone and feature 0 on row 2. Overlaps: 1 of 2 rows, and 1 of 1; the rarer pair comes first.
    /// </summary>
    [Fact]
    public void Firing_is_compared_row_by_row_and_by_how_often_features_fire()
    {
        var (one, other) = (
            Dictionary([
                [1, 0],
                [0, 1],
            ]),
            Dictionary([
                [0, 2],
                [3, 0],
            ])
        );
        var match = FeatureMatch.Of(one, other);
        var rows = tensor(new float[] { 0, 1, 2 }).unsqueeze(1);
        var firing = FiringAgreement.Of(
            match,
            Codes([
                [1, 0],
                [1, 0],
                [0, 1],
            ]),
            Codes([
                [0, 1],
                [0, 0],
                [1, 0],
            ]),
            rows.split(2)
        );

        Assert.Equal((0.75, 0), (firing.Overlap, firing.Silent));
        Assert.Equal([new FiringDecile(1, 1, 1, 1), new FiringDecile(1, 1.5, 1, 0.5)], firing.Deciles);
        var back = FiringAgreement.Of(
            FeatureMatch.Of(other, one),
            Codes([
                [0, 1],
                [0, 0],
                [1, 0],
            ]),
            Codes([
                [1, 0],
                [1, 0],
                [0, 1],
            ]),
            rows.split(2)
        );
        Assert.Equal(firing.Deciles, back.Deciles);
    }

    [Fact]
    public void A_copy_fires_on_the_same_rows_and_silent_pairs_are_counted()
    {
        var rows = Rows(30, 8, seed: 1);
        var (one, other) = (Dictionary(rows), Dictionary([.. rows.Reverse()]));
        var codes = rand(100, 30).gt(0.8).to(float32);
        codes[TensorIndex.Colon, 3] = 0;
        var firing = FiringAgreement.Of(FeatureMatch.Of(one, other), _ => codes, _ => codes.flip(1), [codes]);

        Assert.Equal((1.0, 1, 10), (firing.Overlap, firing.Silent, firing.Deciles.Count));
        Assert.Equal(firing.Deciles.OrderBy(decile => decile.Rows), firing.Deciles);
    }

    [Fact]
    public void Where_no_pair_fires_there_is_no_overlap()
    {
        var rows = Rows(5, 4, seed: 1);
        var match = FeatureMatch.Of(Dictionary(rows), Dictionary(rows));
        var firing = FiringAgreement.Of(match, _ => zeros(10, 5), _ => zeros(10, 5), [zeros(10, 4)]);

        Assert.Equal((null, 5, 0), (firing.Overlap, firing.Silent, firing.Deciles.Count));
    }

    /// <summary>Codes by the number of a row.</summary>
    private static Func<Tensor, Tensor> Codes(float[][] codes) =>
        rows => tensor(codes.SelectMany(row => row).ToArray()).reshape(-1, 2)[rows.to(int64).squeeze(1)];

    [Fact]
    public void Different_widths_are_refused() =>
        Assert.Throws<InterchangeException>(() => Agreement.Of(Dictionary(Rows(4, 3, 1)), Dictionary(Rows(4, 5, 1))));

    private static float[][] Rows(int features, int width, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, features)
                .Select(_ => Enumerable.Range(0, width).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray()),
        ];
    }

    private static PortableDictionary Dictionary(float[][] rows) =>
        new(
            "relu",
            new JsonObject(),
            new Dictionary<string, NumberArray>
            {
                [ParameterShape.DecoderWeight] = new([rows.Length, rows[0].Length], [.. rows.SelectMany(row => row)]),
            },
            new DictionaryOrigin(Tool.SparsePlugins, "", "relu", "F32")
        );
}
