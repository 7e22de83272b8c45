using SparsePlugins.Contracts;
using SparsePlugins.Tests;
using static TorchSharp.torch;

namespace SparsePlugins.Benchmarks;

/// <summary>The step as a user of PyTorch writes it: autograd, the library's Adam, rows divided by their norms. The denominator of every ratio.</summary>
internal sealed class StockEager : IDisposable
{
    private readonly TrainingSetup _options;
    private readonly int? _batchTopK;
    private readonly TorchSharp.Modules.Parameter _encoder;
    private readonly TorchSharp.Modules.Parameter _encoderBias;
    private readonly TorchSharp.Modules.Parameter _decoder;
    private readonly TorchSharp.Modules.Parameter _decoderBias;
    private readonly optim.Optimizer _adam;

    /// <summary>For relu, top-k, or batch-top-k with a k.</summary>
    public StockEager(AutoencoderWeights start, TrainingSetup options, int? batchTopK = null)
    {
        (_options, _batchTopK) = (options, batchTopK);
        (_encoder, _encoderBias) = (Leaf(start.EncoderWeight), Leaf(start.EncoderBias));
        (_decoder, _decoderBias) = (Leaf(start.DecoderWeight), Leaf(start.DecoderBias));
        _adam = optim.Adam(
            [_encoder, _encoderBias, _decoder, _decoderBias],
            options.LearningRate,
            options.Beta1,
            options.Beta2,
            options.Epsilon
        );
    }

    /// <summary>[F, D].</summary>
    public Tensor Decoder => _decoder;

    /// <summary>One update.</summary>
    /// <returns>The loss before it.</returns>
    public double Step(Tensor x)
    {
        using var scope = NewDisposeScope();
        var codes = nn.functional.relu(nn.functional.linear(x - _decoderBias, _encoder, _encoderBias));
        if (_options.TopK is { } k)
        {
            var (values, indices) = codes.topk(k);
            codes = zeros_like(codes).scatter(1, indices, values);
        }

        if (_batchTopK is { } mean)
        {
            var (values, indices) = codes.flatten().topk(mean * (int)x.shape[0]);
            codes = zeros_like(codes).flatten().scatter(0, indices, values).reshape(codes.shape);
        }

        var reconstruction = codes.matmul(_decoder) + _decoderBias;
        var squares = (reconstruction - x).pow(2).sum(dim: 1);
        var loss = (squares + codes.sum(dim: 1) * _options.L1).mean() / x.shape[1];
        _adam.zero_grad();
        loss.backward();
        _adam.step();
        using (no_grad())
        {
            _decoder.div_(_decoder.norm(dim: 1, keepdim: true));
        }

        return loss.item<float>();
    }

    public void Dispose()
    {
        _adam.Dispose();
        _encoder.Dispose();
        _encoderBias.Dispose();
        _decoder.Dispose();
        _decoderBias.Dispose();
    }

    private static TorchSharp.Modules.Parameter Leaf(Tensor start)
    {
        var leaf = new TorchSharp.Modules.Parameter(start.clone());
        leaf.DetachFromDisposeScope();
        return leaf;
    }
}
