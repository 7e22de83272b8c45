using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary>What the forward pass of N autoencoders saw.</summary>
/// <param name="Firings">[N, F] int64: for how many rows each feature is active.</param>
/// <param name="Residuals">[N, B, D] x - x_hat.</param>
/// <param name="Errors">[N, B] squared error of each row, summed over D.</param>
/// <param name="Losses">[N].</param>
/// <param name="Updates">New values of buffers, [N, ...].</param>
internal sealed record StackedPass(
    Tensor Firings,
    Tensor Residuals,
    Tensor Errors,
    Tensor Losses,
    IReadOnlyList<(string Name, Tensor Value)> Updates
)
{
    /// <summary>With the losses, each divided by B D.</summary>
    /// <param name="firings">[N, F].</param>
    /// <param name="residuals">[N, B, D].</param>
    /// <param name="terms">[N] each: what is added to the squared errors.</param>
    /// <param name="updates">New values of buffers.</param>
    public static StackedPass Create(
        Tensor firings,
        Tensor residuals,
        IEnumerable<Tensor> terms,
        IReadOnlyList<(string Name, Tensor Value)> updates
    )
    {
        var errors = residuals.square().sum(dim: 2);
        var perRow = 1.0 / (residuals.shape[1] * residuals.shape[2]);

        // Divided before the sum, as in the eager step: where activations are 1e18, that of a whole batch exceeds float32.
        var losses = terms.Aggregate(errors.mul(perRow).sum(dim: 1), (sum, term) => sum + term.mul(perRow));
        return new(firings, residuals, errors, losses, updates);
    }

    /// <summary>Keeps what outlives the backward pass; the others are freed with their scope.</summary>
    public StackedPass MoveToOuterDisposeScope()
    {
        var kept = this with { Residuals = Residuals.detach(), Errors = Errors.detach(), Losses = Losses.detach() };
        foreach (
            var tensor in (IEnumerable<Tensor>)
                [kept.Firings, kept.Residuals, kept.Errors, kept.Losses, .. kept.Updates.Select(one => one.Value)]
        )
        {
            tensor.MoveToOuterDisposeScope();
        }

        return kept;
    }
}
