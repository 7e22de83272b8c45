using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>The loss and its gradients by autograd in double precision, written anew from the definition.</summary>
internal sealed class Reference
{
    /// <summary>Computes them.</summary>
    public Reference(AutoencoderWeights weights, Tensor batch, TrainingSetup options)
    {
        var (encoder, encoderBias) = (Leaf(weights.EncoderWeight), Leaf(weights.EncoderBias));
        var (decoder, decoderBias) = (Leaf(weights.DecoderWeight), Leaf(weights.DecoderBias));
        var x = batch.to_type(ScalarType.Float64);
        var centre = options.DecoderBias ? decoderBias : zeros_like(decoderBias);
        var codes = nn.functional.relu((x - centre).matmul(encoder.t()) + encoderBias);
        if (options.TopK is { } k)
        {
            codes = codes * Kept(codes.detach(), k);
        }

        var error = x - codes.matmul(decoder) - centre;
        var loss = (error.square().sum() + options.L1 * codes.sum()) / (x.shape[0] * x.shape[1]);
        loss.backward();
        Loss = loss.item<double>();
        Active = codes.count_nonzero(null).item<long>();
        Residuals = error.detach();
        Firings = (codes > 0).sum(dim: 0);
        Gradients = [.. new[] { encoder, encoderBias, decoder, decoderBias }.Select(leaf => leaf.grad ?? zeros_like(leaf))];
    }

    /// <summary>The loss.</summary>
    public double Loss { get; }

    /// <summary>Codes that are not 0.</summary>
    public long Active { get; }

    /// <summary>[F] bool.</summary>
    public Tensor Firings { get; }

    /// <summary>[B, D].</summary>
    public Tensor Residuals { get; }

    /// <summary>Of encoder weight and bias, decoder weight and bias.</summary>
    public IReadOnlyList<Tensor> Gradients { get; }

    /// <summary>Row after row: sorted by value, then by feature, and the first k taken.</summary>
    private static Tensor Kept(Tensor codes, int k)
    {
        var kept = zeros_like(codes);
        for (long row = 0; row < codes.shape[0]; row++)
        {
            var values = codes[row].data<double>().ToArray();
            foreach (var feature in Enumerable.Range(0, values.Length).OrderByDescending(f => values[f]).ThenBy(f => f).Take(k))
            {
                kept[row, feature] = 1.0;
            }
        }

        return kept;
    }

    private static Tensor Leaf(Tensor start) => start.to_type(ScalarType.Float64).clone().requires_grad_();
}
