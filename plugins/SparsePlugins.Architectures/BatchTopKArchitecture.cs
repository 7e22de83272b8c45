using SparsePlugins.Architectures.Shared;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures;

/// <summary>The k B largest positive codes of a batch of B samples: a sample has as many as it needs, k on average.</summary>
/// <remarks>
/// Source: Bussmann, Leask, Nanda, "BatchTopK Sparse Autoencoders", arXiv 2412.06410.
/// Departures: the threshold starts at the smallest code that the first batch kept and moves by <c>threshold_rate</c> an update, where the paper takes the
/// mean over many batches after training; AuxK is that of top-k, whose residual no gradient flows through.
/// codes = relu((x - b_dec) W_enc^T + b_enc), of which training keeps the k B largest of a batch, of equal ones those of the earlier sample and then of the
/// lower feature. Evaluation keeps those above the threshold, so that a row does not depend on the rest of its batch.
/// </remarks>
[Component("batch-top-k")]
public sealed class BatchTopKArchitecture(BatchTopKOptions options) : IArchitecture, IFusedArchitecture, ITopKArchitecture
{
    private readonly BatchCodes _codes = new(options);
    private readonly AuxiliaryLoss _auxiliary = new(options);

    /// <inheritdoc/>
    public string Formula => _codes.Formula;

    /// <inheritdoc/>
    public FusedForm? Fused => new(_codes.Fused, options.DecoderBias) { Auxiliary = _auxiliary.Fused };

    /// <inheritdoc/>
    public int K => options.K;

    /// <inheritdoc/>
    public IArchitecture WithK(int k) => new BatchTopKArchitecture(options with { K = k });

    /// <inheritdoc/>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape) => _auxiliary.Parameters(shape, _codes.Parameters(shape));

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var (codes, updates) = _codes.Encode(parameters, input, mode);
        var pass = new ForwardPass(codes, parameters.Decode(codes)) { Updates = updates };
        return mode == ForwardMode.Evaluate
            ? pass
            : _auxiliary.AddTo(pass, parameters, input, (dead, most) => LargestCodes.Keep(dead.PreActivations(input).relu_(), most));
    }
}
