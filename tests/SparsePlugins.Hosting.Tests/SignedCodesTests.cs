using SparsePlugins.FeaturePages;
using SparsePlugins.Hosting.Features;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Tests;

/// <summary>Codes below 0, as abs-top-k gives them, on a feature page.</summary>
public sealed class SignedCodesTests
{
    /// <summary>Worked by hand: feature 0 has the codes -3, 2 and -0.5 on four rows, feature 1 has 1 on one.</summary>
    [Fact]
    public void The_strongest_code_keeps_its_sign_and_the_histogram_has_both_sides()
    {
        var codes = new FeatureCodes(2);
        using var rows = tensor(
            new float[,]
            {
                { -3, 0 },
                { 2, 1 },
                { 0, 0 },
                { -0.5f, 0 },
            }
        );
        codes.Add(rows, null);

        Assert.Equal((-3, 1), (codes.Most(0), codes.Most(1)));
        Assert.Equal((-3, 0), (codes.Least(0), codes.Least(1)));
        Assert.Equal((0.75, 0.25), (codes.Density(0), codes.Density(1)));
        Assert.Equal((2, 4), (codes.BelowZero, codes.Fired));
        // 20 bars from -3 to 3, so 0.3 each: -3 is in the first, -0.5 in the ninth, 2 in the seventeenth.
        Assert.Equal([0, 8, 16], codes.Histogram(0).Index().Where(bar => bar.Item > 0).Select(bar => bar.Index));
        Assert.Equal([19], codes.Histogram(1).Index().Where(bar => bar.Item > 0).Select(bar => bar.Index));
    }

    [Fact]
    public void Codes_below_0_are_letters()
    {
        var passage = new Passage([0, 1, 2, 3, 4], [0, -0.001, 4.9, -4.9, -9], 4);
        var page = FeaturePage.Render(FullBook.Create(1, only: FullBook.Feature(0, most: -9, passage)));

        Assert.Contains("[4,-9,\"0a5ei\",[0,1,2,3,4]]", page, StringComparison.Ordinal);
    }
}
