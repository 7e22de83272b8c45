namespace SparsePlugins.Sources;

/// <summary>Recognizes a file whose type says float16 and whose bits are bfloat16.</summary>
/// <remarks>
/// A bfloat16 between 2^-15 and 2^17 has an exponent that float16 reads as -1, 0 or 1, so nearly all such values seem to lie between 0.5 and 4,
/// with both signs and with none near 0. Activations that are float16 have a density there. Judged on the first million values.
/// </remarks>
internal sealed class BFloat16Signature
{
    private const int MostJudged = 1 << 20;
    private const int LeastJudged = 1000;

    private int _positive;
    private int _negative;
    private int _inBand;
    private bool _hasSmall;

    /// <summary>Whether the values look like bfloat16 bits.</summary>
    public bool IsLikely =>
        Judged >= LeastJudged && !_hasSmall && _inBand >= 0.999 * Judged && Math.Min(_positive, _negative) >= 0.05 * Judged;

    private int Judged => _positive + _negative;

    /// <summary>Adds values as float16 reads them.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        if (Judged >= MostJudged)
        {
            return;
        }

        foreach (var value in values)
        {
            _positive += value > 0 ? 1 : 0;
            _negative += value < 0 ? 1 : 0;
            _inBand += Math.Abs(value) is >= 0.5f and < 4 ? 1 : 0;
            _hasSmall |= Math.Abs(value) is > 0 and < 0.1f;
        }
    }
}
