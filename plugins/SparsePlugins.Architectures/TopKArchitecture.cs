using SparsePlugins.Architectures.Shared;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures;

/// <summary>The k largest positive codes of a sample; dead features may learn from an auxiliary loss, AuxK.</summary>
/// <remarks>
/// Source: Gao et al., "Scaling and evaluating sparse autoencoders", arXiv 2406.04093, section 2.3 and A.2.
/// Departures: codes are never negative; those of AuxK, which all architectures with it share: it is not divided by the variance of e, as their code
/// does, and a loss that isn't finite ends the run instead of counting as 0.
/// codes = relu((x - b_dec) W_enc^T + b_enc), of which the k largest of a row are kept, of equal ones that of the lower feature. AuxK: with e = x - x_hat,
/// taken as given (no gradient flows through it), and e_hat what dead features alone decode to, of which each sample takes the aux_k with the largest
/// positive pre-activations, aux_alpha times |e - e_hat|^2 is added to the squared error of each sample.
/// </remarks>
[Component("top-k")]
public sealed class TopKArchitecture(TopKOptions options) : IArchitecture, IFusedArchitecture, IPenalizedArchitecture, ITopKArchitecture
{
    private readonly AuxiliaryLoss _auxiliary = new(options);

    /// <inheritdoc/>
    public string Formula
    {
        get
        {
            var k = Codes.Text(options.K);
            return $"codes = topk_{k}(relu({Codes.PreActivations(options.DecoderBias)})); {Codes.Decoded(options.DecoderBias)}"
                + $"; topk_{k} keeps the {k} largest of a row, of equal ones that of the lower feature, and makes the others 0";
        }
    }

    /// <inheritdoc/>
    public FusedForm? Fused => new(new TopKCodes(options.K, options.L1), options.DecoderBias) { Auxiliary = _auxiliary.Fused };

    /// <inheritdoc/>
    public double PenaltyWeight => options.L1;

    /// <inheritdoc/>
    public int K => options.K;

    /// <inheritdoc/>
    public IArchitecture WithK(int k) => new TopKArchitecture(options with { K = k });

    /// <inheritdoc/>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape)
    {
        Codes.RequireAtMost(nameof(options.K), "k", options.K, shape.Features);
        return _auxiliary.Parameters(shape, ParameterShape.Standard(shape, options.DecoderBias));
    }

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        Tensor Encode(ParameterSet of, int k) => LargestCodes.Keep(of.PreActivations(input).relu_(), k);

        var codes = Encode(parameters, options.K); // [B, F]
        var pass = new ForwardPass(codes, parameters.Decode(codes));
        return mode == ForwardMode.Evaluate
            ? pass
            : _auxiliary.AddTo(
                pass with
                {
                    Losses = [new LossTerm("l1", codes.sum().mul_(options.L1)) { IsSparsityPenalty = true }],
                },
                parameters,
                input,
                Encode
            );
    }
}
