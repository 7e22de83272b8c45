using SparsePlugins.FeaturePages;

namespace SparsePlugins.Tests;

/// <summary>A dictionary with all that a feature page can show, whose numbers follow from those of its features.</summary>
internal static class FullBook
{
    private const int Words = 2000;
    private const int Others = 12;

    /// <summary>So many features; the larger its number, the less often one fires.</summary>
    /// <param name="features">How many.</param>
    /// <param name="text">The title and all tokens; <see langword="null"/> for plain ones.</param>
    /// <param name="only">The only feature; <see langword="null"/> for all.</param>
    public static FeatureBook Create(int features, string? text = null, Feature? only = null) =>
        new(
            text ?? "book: orthogonal, seed 1",
            [new("run", "0123456789abcdef")],
            16_384,
            Enumerable.Range(0, Words).ToDictionary(token => token, token => text ?? $" word{token}"),
            [.. Enumerable.Range(0, Others).Select(other => $"data-sample(choice={other}), seed 1")],
            [.. Enumerable.Range(0, features).Select(feature => 0.5 / (feature + 1))],
            [16, 16],
            only is null ? [.. Enumerable.Range(0, features).Select(feature => Feature(feature, 3.21, Passages(feature)))] : [only]
        );

    /// <summary>One of them.</summary>
    public static Feature Feature(int number, double most, params Passage[] passages) =>
        new(
            0.7 / (number + 1),
            most,
            0,
            [.. Enumerable.Range(0, 20).Select(bar => 1000 + bar)],
            passages,
            [.. Enumerable.Range(0, 8).Select(place => new TokenEffect((number + place) % Words, 1.234 - (place * 0.1)))],
            [.. Enumerable.Range(0, 8).Select(place => new TokenEffect((number + place + 99) % Words, -1.234 + (place * 0.1)))],
            new Twin(0, number, 1 - (number * 0.002)),
            [.. Enumerable.Range(0, Others).Select(other => new Twin(other, (number * 7) % 1000, 0.987 - (other * 0.01)))],
            Convert.ToBase64String([.. Enumerable.Range(0, 256).Select(place => (byte)(place + number))])
        );

    private static Passage[] Passages(int number) =>
        [
            .. Enumerable
                .Range(0, 5)
                .Select(passage => new Passage(
                    [.. Enumerable.Range(0, 21).Select(place => (number * 5 + (passage * 21) + place) % Words)],
                    [.. Enumerable.Range(0, 21).Select(place => place == 14 ? 3.21 - (passage * 0.1) : place % 3)],
                    14
                )),
        ];
}
