namespace SparsePlugins.SmallModel;

/// <summary>A baseline: a model of five tokens at a time with interpolated Kneser-Ney smoothing.</summary>
/// <remarks>Source: S. Chen, J. Goodman, "An empirical study of smoothing techniques for language modeling", 1999; one discount an order, n1 / (n1 + 2 n2).</remarks>
internal sealed class FiveGram
{
    private const int Order = 5;

    // A key is a 1 followed by 12 bits a token, so keys of different lengths differ.
    private readonly Dictionary<ulong, int>[] _counts = [.. Enumerable.Range(0, Order + 1).Select(_ => new Dictionary<ulong, int>())];
    private readonly Dictionary<ulong, (int Total, int Kinds)> _contexts = [];
    private readonly double[] _discounts = new double[Order + 1];
    private readonly int _vocabulary;

    /// <summary>Counts.</summary>
    /// <param name="documents">Each ends with the token that ends it, and begins with it, too.</param>
    /// <param name="vocabulary">V, below 4,096.</param>
    public FiveGram(IEnumerable<int[]> documents, int vocabulary)
    {
        _vocabulary = vocabulary;
        foreach (var document in documents)
        {
            for (var end = 1; end < document.Length; end++)
            {
                Count(document, end);
            }
        }

        for (var order = 1; order <= Order; order++)
        {
            var (once, twice) = (_counts[order].Values.Count(count => count == 1), _counts[order].Values.Count(count => count == 2));
            _discounts[order] = once == 0 ? 0.5 : once / (once + (2.0 * twice));
        }
    }

    /// <summary>-log of the probability of a token, in nats.</summary>
    /// <param name="tokens">A text.</param>
    /// <param name="place">The token's; at least 1.</param>
    public double Loss(ReadOnlySpan<int> tokens, int place)
    {
        var probability = 1.0 / _vocabulary;
        for (var order = 1; order <= Math.Min(Order, place + 1); order++)
        {
            var context = Key(tokens.Slice(place - order + 1, order - 1));
            if (!_contexts.TryGetValue(context, out var seen))
            {
                break;
            }

            var count = _counts[order].GetValueOrDefault(Key(tokens.Slice(place - order + 1, order)));
            var discount = _discounts[order];
            probability = (Math.Max(count - discount, 0) + (discount * seen.Kinds * probability)) / seen.Total;
        }

        return -Math.Log(probability);
    }

    /// <summary>Of the longest runs all are counted, of shorter ones (but at a beginning) each different token before them once.</summary>
    private void Count(int[] document, int end)
    {
        for (var order = Math.Min(Order, end + 1); order >= 1; order--)
        {
            var isNew = Add(order, document.AsSpan(end - order + 1, order));
            if (!isNew)
            {
                break;
            }
        }
    }

    private bool Add(int order, ReadOnlySpan<int> run)
    {
        var (key, context) = (Key(run), Key(run[..^1]));
        var count = _counts[order].GetValueOrDefault(key);
        _counts[order][key] = count + 1;
        var (total, kinds) = _contexts.GetValueOrDefault(context);
        _contexts[context] = (total + 1, kinds + (count == 0 ? 1 : 0));
        return count == 0;
    }

    private static ulong Key(ReadOnlySpan<int> tokens)
    {
        var key = 1UL;
        foreach (var token in tokens)
        {
            key = (key << 12) | (uint)token;
        }

        return key;
    }
}
