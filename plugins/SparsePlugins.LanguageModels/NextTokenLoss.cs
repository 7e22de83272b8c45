using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>How well logits predict the tokens that follow.</summary>
internal static class NextTokenLoss
{
    /// <summary>The cross-entropy of every prediction, in nats.</summary>
    /// <param name="logits">[B, T, V]; those at t predict token t + 1.</param>
    /// <param name="tokens">[B, T] int64, T at least 2.</param>
    /// <returns>[B, T - 1].</returns>
    public static Tensor Compute(Tensor logits, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var predictions = tokens.shape[1] - 1;
        var logProbabilities = logits.narrow(1, 0, predictions).log_softmax(dim: -1);
        var next = tokens.to(logits.device).narrow(1, 1, predictions).unsqueeze(2);
        return logProbabilities.gather(2, next).squeeze(2).neg_().MoveToOuterDisposeScope();
    }
}
