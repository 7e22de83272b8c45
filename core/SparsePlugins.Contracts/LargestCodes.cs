using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>The largest codes of rows, for architectures that keep a number of them.</summary>
public static class LargestCodes
{
    /// <summary>1 where a value is among the k largest of its row, of equal ones those of the lowest columns; no gradient flows through it.</summary>
    /// <param name="values">[..., C].</param>
    /// <param name="k">At least 1, less than C.</param>
    public static Tensor Mask(Tensor values, long k)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var least = values.topk((int)k).values.narrow(-1, k - 1, 1); // [..., 1]
        var above = values > least;
        var equal = values == least;
        var room = above.sum(dim: -1, keepdim: true).neg_().add_(k); // [..., 1] at least 1
        return (above | (equal & (equal.cumsum(-1) <= room))).MoveToOuterDisposeScope();
    }

    /// <summary>The k largest codes of each row; the others are 0.</summary>
    /// <param name="codes">[..., C] of at least 0.</param>
    /// <param name="k">At least 1.</param>
    public static Tensor Keep(Tensor codes, long k) => k < codes.shape[^1] ? codes * Mask(codes, k) : codes;
}
