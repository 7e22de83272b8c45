using SparsePlugins.Figures;

namespace SparsePlugins.Reporting.Tests;

/// <summary>Colours of lines, by the formulas of WCAG 2.1 and of Machado et al., "A Physiologically-based Model for Simulation of Color
/// Vision Deficiency", 2009.</summary>
public sealed class PaletteTests
{
    /// <summary>The page of report.css.</summary>
    private const string White = "#ffffff";
    private const string Dark = "#12161b";
    private const string DarkInk = "#e3e7ec";

    private static readonly string[] OnWhite = [Palette.ink, .. Palette.colors.Select(pair => pair.Item1)];
    private static readonly string[] OnDark = [DarkInk, .. Palette.colors.Select(pair => pair.Item2)];

    [Fact]
    public void Black_on_white_is_21_to_1() => Assert.Equal(21, Contrast("#000000", White), 6);

    [Fact]
    public void Every_line_stands_out_from_the_page_by_three_to_one_in_light_and_in_dark()
    {
        Assert.All(OnWhite, color => Assert.True(Contrast(color, White) >= 3, $"{color}: {Contrast(color, White):F2}"));
        Assert.All(OnDark, color => Assert.True(Contrast(color, Dark) >= 3, $"{color}: {Contrast(color, Dark):F2}"));
    }

    [Fact]
    public void Every_two_colors_stand_apart_for_every_eye()
    {
        // A distance of 2.3 is just noticed; 20 is another colour.
        foreach (var colors in new[] { OnWhite, OnDark })
        foreach (var see in new Func<double[], double[]>[] { Plainly, WithDeuteranopia })
        foreach (var (left, right) in Pairs(colors))
            Assert.True(Distance(see(Linear(left)), see(Linear(right))) >= 20, $"{left} and {right}");
    }

    [Fact]
    public void In_grey_two_variants_of_one_lightness_differ_in_dashes_or_width()
    {
        var styles = Palette.styles([Palette.Role.Baseline, Palette.Role.Best, .. Enumerable.Repeat(Palette.Role.Other, 6)]).ToList();

        Assert.Equal(8, styles.Select(style => (style.Dash, style.Width)).Distinct().Count());
        Assert.Equal(("", 3.0), (styles[1].Dash, styles[1].Width));
        Assert.Equal(styles[1].Width, styles.Max(style => style.Width));
    }

    private static IEnumerable<(string Left, string Right)> Pairs(string[] colors) =>
        colors.SelectMany((left, i) => colors.Skip(i + 1).Select(right => (left, right)));

    private static double[] Linear(string color) =>
        [.. new[] { 1, 3, 5 }.Select(at => Convert.ToInt32(color.Substring(at, 2), 16) / 255.0).Select(Linear)];

    private static double Linear(double channel) => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4);

    private static double Luminance(string color) =>
        Linear(color).Zip([0.2126, 0.7152, 0.0722], (channel, weight) => channel * weight).Sum();

    private static double Contrast(string left, string right)
    {
        double[] both = [Luminance(left), Luminance(right)];
        return (both.Max() + 0.05) / (both.Min() + 0.05);
    }

    private static double[] Plainly(double[] rgb) => rgb;

    private static double[] WithDeuteranopia(double[] rgb) =>
        Times(
            [
                [0.367322, 0.860646, -0.227968],
                [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ],
            rgb,
            0,
            1
        );

    private static double[] Times(double[][] matrix, double[] vector, double least, double most) =>
        [.. matrix.Select(row => Math.Clamp(row.Zip(vector, (a, b) => a * b).Sum(), least, most))];

    /// <summary>CIE 1976, in L*a*b* under D65.</summary>
    private static double Distance(double[] left, double[] right) =>
        Math.Sqrt(Lab(left).Zip(Lab(right), (a, b) => (a - b) * (a - b)).Sum());

    private static double[] Lab(double[] rgb)
    {
        var xyz = Times(
            [
                [0.4124564, 0.3575761, 0.1804375],
                [0.2126729, 0.7151522, 0.0721750],
                [0.0193339, 0.1191920, 0.9503041],
            ],
            rgb,
            0,
            2
        );
        double F(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;
        var (x, y, z) = (F(xyz[0] / 0.95047), F(xyz[1]), F(xyz[2] / 1.08883));
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }
}
