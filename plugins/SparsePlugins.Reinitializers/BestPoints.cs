using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>The best of points that come some at a time, so that only these are kept.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class BestPoints(long most) : IDisposable
{
    private Tensor? _points; // [n, D]
    private Tensor? _ranks; // [n]

    /// <summary>Adds points; of all so far the best are kept, of equal ones the earlier.</summary>
    /// <param name="points">[N, D]; copied.</param>
    /// <param name="ranks">[N]; the larger the better.</param>
    public void Add(Tensor points, Tensor ranks)
    {
        using var scope = NewDisposeScope();
        var (all, allRanks) = _points is null ? (points, ranks) : (cat([_points, points]), cat([_ranks!, ranks]));
        var order = allRanks.sort(dim: 0, descending: true, stable: true).Indices.narrow(0, 0, Math.Min(most, allRanks.shape[0]));
        Keep(all.index_select(0, order).DetachFromDisposeScope(), allRanks.index_select(0, order).DetachFromDisposeScope());
    }

    /// <summary>Those that were kept, the best first.</summary>
    /// <param name="width">D, where none was added.</param>
    /// <param name="device">Where they are.</param>
    public Tensor ToTensor(long width, Device device) => _points?.clone() ?? zeros(0, width, device: device);

    /// <inheritdoc/>
    public void Dispose()
    {
        _points?.Dispose();
        _ranks?.Dispose();
    }

    private void Keep(Tensor points, Tensor ranks)
    {
        Dispose();
        (_points, _ranks) = (points, ranks);
    }
}
