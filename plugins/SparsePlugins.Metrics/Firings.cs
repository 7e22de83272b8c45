using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>Which dictionary features fire in which rows, a bit each, beside the true features that are active there.</summary>
/// <remarks>Bits, as best matches are known only once all rows were seen: 0.5 KB for a row and 4,096 features.</remarks>
internal sealed class Firings
{
    private const int Bits = 64;

    private readonly List<ulong[]> _rows = [];
    private readonly List<int[]> _active = [];

    /// <summary>Rows seen.</summary>
    internal int Rows => _rows.Count;

    /// <summary>[F] rows in which each dictionary feature fires; empty before any row.</summary>
    internal int[] Counts { get; private set; } = [];

    /// <summary>The true features that are active in a row.</summary>
    internal int[] ActiveIn(int row) => _active[row];

    /// <summary>Whether a dictionary feature fires in a row.</summary>
    internal bool Fires(int row, int feature) => (_rows[row][feature / Bits] >> (feature % Bits) & 1) != 0;

    /// <summary>Adds the rows of a batch.</summary>
    internal void Add(EvaluationBatch batch)
    {
        var codes = Metrics.Rows.Of(batch.Codes, out var owner); // [B, F]
        var width = (int)batch.Codes.shape[1];
        Counts = Counts.Length == 0 ? new int[width] : Counts;
        for (var row = 0; row < batch.Firing!.Count; row++)
        {
            _rows.Add(Pack(codes.Slice(row * width, width)));
            _active.Add(batch.Firing[row]);
        }

        GC.KeepAlive(owner);
    }

    /// <summary>[G] rows in which each true feature is active.</summary>
    internal int[] ActiveCounts(int features)
    {
        var counts = new int[features];
        foreach (var feature in _active.SelectMany(row => row))
            counts[feature]++;
        return counts;
    }

    private ulong[] Pack(ReadOnlySpan<float> codes)
    {
        var bits = new ulong[(codes.Length + Bits - 1) / Bits];
        for (var feature = 0; feature < codes.Length; feature++)
            if (codes[feature] != 0)
            {
                bits[feature / Bits] |= 1UL << (feature % Bits);
                Counts[feature]++;
            }

        return bits;
    }
}
