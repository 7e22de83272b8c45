using System.Globalization;
using System.Text.RegularExpressions;

namespace SparsePlugins.Architecture.Tests;

/// <summary>The numbers of docs/report.md stand in the committed reports that the same paragraph links to.</summary>
public sealed partial class ReportNumbersTests
{
    private static readonly string[] Paragraphs = File.ReadAllText(Checkout.FullPath("docs/report.md"))
        .ReplaceLineEndings("\n")
        .Split("\n\n");

    public static TheoryData<string> Findings => [.. Paragraphs.Where(paragraph => Reports(paragraph).Length > 0)];

    [Theory]
    [MemberData(nameof(Findings))]
    public void Each_is_in_a_report_that_is_linked(string paragraph)
    {
        var committed = Reports(paragraph).SelectMany(report => Numbers(File.ReadAllText(report))).ToHashSet();

        string[] missing = [.. Numbers(Prose(paragraph)).Where(number => !committed.Any(one => IsRounded(one, number)))];
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Findings))]
    public void A_difference_and_its_interval_are_on_one_line(string paragraph)
    {
        var lines = Reports(paragraph).SelectMany(File.ReadLines).Select(line => Numbers(line).ToArray()).ToArray();

        string[] missing =
        [
            .. Interval().Matches(Prose(paragraph)).Select(match => match.Value).Where(text => !lines.Any(line => HasAll(line, text))),
        ];
        Assert.Empty(missing);
    }

    [Fact]
    public void There_are_intervals_to_look_for() => Assert.True(Paragraphs.Sum(paragraph => Interval().Count(Prose(paragraph))) > 10);

    [Fact]
    public void Where_no_report_is_linked_nothing_is_as_precise_as_a_result()
    {
        var others = Paragraphs.Where(paragraph => Reports(paragraph).Length == 0).SelectMany(paragraph => Numbers(Prose(paragraph)));

        string[] precise = [.. others.Where(number => number.Trim('0', '.').Length > 2)];
        Assert.Empty(precise);
        Assert.True(Findings.Count > 10);
    }

    [Theory]
    [InlineData("0.9930", "0.9930", true)]
    [InlineData("0.9930", "0.993", true)]
    [InlineData("0.993", "0.9930", false)]
    [InlineData("0.9936", "0.993", false)]
    [InlineData("2000", "2000", true)]
    [InlineData("2001", "2000", false)]
    public void A_number_may_be_rounded_and_not_be_more_precise(string committed, string stated, bool isRight) =>
        Assert.Equal(isRight, IsRounded(committed, stated));

    private static string[] Reports(string paragraph) =>
        [
            .. Link()
                .Matches(paragraph)
                .Select(match => match.Groups[1].Value)
                .Where(link => link.EndsWith("report.md", StringComparison.Ordinal))
                .Select(link => Path.Combine(Checkout.FullPath("docs"), link)),
        ];

    /// <summary>Without links, code, sizes such as 128/256, and years.</summary>
    private static string Prose(string paragraph) => Aside().Replace(paragraph, " ");

    /// <summary>Without their signs, which prose turns into words.</summary>
    private static IEnumerable<string> Numbers(string text) =>
        Number().Matches(text).Select(match => match.Value.Replace(",", "", StringComparison.Ordinal));

    private static bool HasAll(string[] line, string text) => Numbers(text).All(number => line.Any(one => IsRounded(one, number)));

    private static bool IsRounded(string committed, string stated)
    {
        var (have, want) = (Decimals(committed), Decimals(stated));
        return have >= want && Math.Round(Value(committed), want, MidpointRounding.AwayFromZero) == Value(stated);
    }

    private static int Decimals(string number) =>
        number.Contains('.', StringComparison.Ordinal) ? number.Length - number.IndexOf('.', StringComparison.Ordinal) - 1 : 0;

    private static decimal Value(string number) => decimal.Parse(number, NumberStyles.Number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|`[^`]*`|\d+/\d+|In 20\d\d")]
    private static partial Regex Aside();

    /// <summary>262 fewer (217 to 308)</summary>
    [GeneratedRegex(@"[\d.]+(?:\s[a-z]+)?\s\(-?[\d.]+\sto\s-?[\d.]+\)")]
    private static partial Regex Interval();

    [GeneratedRegex(@"(?<![\w.^])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![\w.^,])\d+(?:\.\d+)?(?![\w])")]
    private static partial Regex Number();
}
