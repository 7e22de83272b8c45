using SparsePlugins.Contracts;
using SparsePlugins.FeaturePages;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Features;

/// <summary>The codes of all features over rows that come some at a time.</summary>
/// <param name="features">F.</param>
internal sealed class FeatureCodes(int features)
{
    private const int Bars = 20;
    private readonly List<float>[] _codes = [.. Enumerable.Range(0, features).Select(_ => new List<float>())];
    private readonly TopPassages[] _passages = [.. Enumerable.Range(0, features).Select(_ => new TopPassages())];

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Codes on all rows together that aren't 0.</summary>
    public long Fired => _codes.Sum(codes => (long)codes.Count);

    /// <summary>Features that never fired.</summary>
    public int Silent => _codes.Count(codes => codes.Count == 0);

    /// <summary>Adds rows.</summary>
    /// <param name="codes">[R, F].</param>
    /// <param name="context">What they are of; <see langword="null"/> for no text.</param>
    public void Add(Tensor codes, ContextRows? context)
    {
        var values = codes.cpu().contiguous().data<float>().ToArray();
        var rows = values.Length / features;
        var peaks = new int[features]; // The row with the strongest code of each feature, from 1; 0 where it doesn't fire.
        for (var place = 0; place < values.Length; place++)
        {
            var (row, feature) = Math.DivRem(place, features);
            if (values[place] is not 0 and var code)
            {
                _codes[feature].Add(code);
                peaks[feature] =
                    peaks[feature] == 0 || MathF.Abs(code) > MathF.Abs(values[((peaks[feature] - 1) * features) + feature])
                        ? row + 1
                        : peaks[feature];
            }
        }

        Rows += rows;
        if (context is not null)
        {
            AddPassages(values, peaks, context);
        }
    }

    /// <summary>The share of rows on which a feature fires.</summary>
    public double Density(int feature) => Rows == 0 ? 0 : (double)_codes[feature].Count / Rows;

    /// <summary>Codes on all rows together that are below 0.</summary>
    public long BelowZero => _codes.Sum(codes => codes.LongCount(code => code < 0));

    /// <summary>The code of a feature with the largest magnitude, with its sign; 0 where it never fires.</summary>
    public double Most(int feature) => _codes[feature].Count == 0 ? 0 : _codes[feature].MaxBy(MathF.Abs);

    /// <summary>Where a histogram begins: 0, or as far below it as the largest magnitude where a feature has codes below 0.</summary>
    public double Least(int feature) => _codes[feature].Exists(code => code < 0) ? -Math.Abs(Most(feature)) : 0;

    /// <summary>Counts of the codes of a feature in equal parts from the least to the largest magnitude.</summary>
    public IReadOnlyList<int> Histogram(int feature)
    {
        var (counts, least, most) = (new int[Bars], Least(feature), Math.Abs(Most(feature)));
        foreach (var code in _codes[feature])
        {
            counts[Math.Clamp((int)(Bars * (code - least) / (most - least)), 0, Bars - 1)]++;
        }

        return counts;
    }

    /// <summary>Where a feature fires most.</summary>
    public IReadOnlyList<Passage> Passages(int feature) => _passages[feature].Best;

    /// <summary>Those of all features.</summary>
    public IEnumerable<Passage> AllPassages => _passages.SelectMany(passages => passages.Best);

    private void AddPassages(float[] values, int[] peaks, ContextRows context)
    {
        for (var feature = 0; feature < features; feature++)
        {
            if (peaks[feature] > 0)
            {
                var (row, column) = (peaks[feature] - 1, feature);
                _passages[feature].Offer(context, row, at => values[(at * features) + column]);
            }
        }
    }
}
