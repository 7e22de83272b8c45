using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>The update by autograd, on any device: the definition that faster steps must agree with.</summary>
/// <param name="architecture">Its forward pass and the terms of the loss.</param>
/// <param name="state">What it updates.</param>
/// <param name="options">The optimizer.</param>
public sealed class EagerStep(IArchitecture architecture, AutoencoderState state, AdamOptions options) : ITrainingStep
{
    private readonly Adam _adam = new(options);
    private Result? _last;
    private (int K, IArchitecture Architecture)? _other;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The pace has a k, and the architecture is no <see cref="ITopKArchitecture"/>.</exception>
    public IStepResult Step(TrainingBatch batch, UpdatePace? pace = null)
    {
        var now = pace ?? UpdatePace.Full;
        using var scope = NewDisposeScope();
        var x = batch.Samples;
        var pass = Keeping(now.K).Forward(state.Parameters, x, ForwardMode.Train);
        var residuals = x - pass.Reconstruction; // [B, D]
        var errors = (residuals * residuals).sum(dim: 1); // [B]
        var perRow = 1.0 / (x.shape[0] * x.shape[1]);

        // Divided before the sum: where activations are 1e18, that of a whole batch exceeds float32, and that of a row doesn't.
        var loss = errors.mul(perRow).sum();
        if (Sum(pass.Losses, now.Sparsity) is { } terms)
        {
            loss.add_(terms.mul(perRow));
        }

        loss.backward();

        using var _ = no_grad();
        _adam.Step(state.Trained, ++state.Updates, now.LearningRate);
        state.KeepBounds();
        state.Write(pass.Updates);
        state.MoveAverage();
        _last?.Dispose();
        return _last = Result.Outlive(scope, loss.detach(), pass.Codes.ne(0).sum(dim: 0), errors.detach(), residuals.detach());
    }

    private IArchitecture Keeping(int? k)
    {
        if (k is not { } kept)
        {
            return architecture;
        }

        if (_other is not { } other || other.K != kept)
        {
            var top =
                architecture as ITopKArchitecture ?? throw new ArgumentException("the architecture keeps no number of codes", nameof(k));
            _other = other = (kept, top.WithK(kept));
        }

        return other.Architecture;
    }

    private static Tensor? Sum(IReadOnlyList<LossTerm> terms, double sparsity) =>
        terms.Aggregate((Tensor?)null, (sum, term) => sum is null ? Paced(term, sparsity) : sum.add(Paced(term, sparsity)));

    private static Tensor Paced(LossTerm term, double sparsity) =>
        term.IsSparsityPenalty && sparsity != 1 ? term.Sum.mul(sparsity) : term.Sum;

    /// <summary>Frees the last result.</summary>
    public void Dispose()
    {
        _last?.Dispose();
        _last = null;
    }

    private sealed record Result(Tensor LossTensor, Tensor Firings, Tensor Errors, Tensor Residuals) : IStepResult, IDisposable
    {
        public double Loss => LossTensor.item<float>();

        public long Active => StepResults.SumOf(Firings);

        public static Result Outlive(DisposeScope scope, Tensor loss, Tensor firings, Tensor errors, Tensor residuals)
        {
            scope.Detach(loss, firings, errors, residuals);
            return new Result(loss, firings, errors, residuals);
        }

        public void Dispose()
        {
            LossTensor.Dispose();
            Firings.Dispose();
            Errors.Dispose();
            Residuals.Dispose();
        }
    }
}
