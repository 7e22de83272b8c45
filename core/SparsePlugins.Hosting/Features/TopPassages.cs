using SparsePlugins.Contracts;
using SparsePlugins.FeaturePages;

namespace SparsePlugins.Hosting.Features;

/// <summary>The passages where a feature fires most, at most one of each context.</summary>
internal sealed class TopPassages
{
    private const int Most = 5;
    private const int Before = 14;
    private const int After = 6;

    private readonly List<(float Code, Passage Passage)> _best = [];

    /// <summary>The strongest first.</summary>
    public IReadOnlyList<Passage> Best => [.. _best.Select(one => one.Passage)];

    /// <summary>Keeps the passage around a context's code of the largest magnitude, if it is among the best so far.</summary>
    /// <param name="context">The context.</param>
    /// <param name="peak">The row of that code.</param>
    /// <param name="codeAt">The code at a row.</param>
    public void Offer(ContextRows context, int peak, Func<int, float> codeAt)
    {
        var code = MathF.Abs(codeAt(peak));
        if (code == 0 || (_best.Count == Most && code <= _best[^1].Code))
        {
            return;
        }

        var place = _best.FindIndex(one => one.Code < code);
        _best.Insert(place < 0 ? _best.Count : place, (code, Cut(context, peak, codeAt)));
        _best.RemoveRange(Math.Min(Most, _best.Count), Math.Max(0, _best.Count - Most));
    }

    private static Passage Cut(ContextRows context, int peak, Func<int, float> codeAt)
    {
        var position = context.Positions[peak];
        var (first, last) = (Math.Max(0, position - Before), Math.Min(context.Tokens.Count - 1, position + After));
        var codes = new double[last - first + 1];
        for (var row = 0; row < context.Positions.Count; row++)
        {
            if (context.Positions[row] >= first && context.Positions[row] <= last)
            {
                codes[context.Positions[row] - first] = codeAt(row);
            }
        }

        return new Passage([.. context.Tokens.Skip(first).Take(codes.Length)], codes, position - first);
    }
}
