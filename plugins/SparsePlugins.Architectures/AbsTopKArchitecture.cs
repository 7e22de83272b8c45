using System.ComponentModel.DataAnnotations;
using SparsePlugins.Architectures.Shared;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures;

/// <summary>Settings of <see cref="AbsTopKArchitecture"/>.</summary>
public sealed record AbsTopKOptions : AuxiliaryOptions
{
    /// <summary>How many codes of a sample are kept.</summary>
    [Required]
    [Range(1, 16_000_000)]
    [Unit("codes")]
    public int K { get; init; }
}

/// <summary>The k codes of a sample that are largest by magnitude, with their signs: one feature can stand for two opposites.</summary>
/// <remarks>
/// Source: Zhu, Khalili, Zhu, "AbsTopK: Rethinking Sparse Autoencoders For Bidirectional Features", arXiv 2510.00404.
/// Departures: dead features may learn from AuxK (Gao et al., arXiv 2406.04093), which the paper does not have; there, too, magnitude decides. Metrics that compare with true features
/// look at the direction of a row with its sign: one that stands for -f counts as a miss.
/// codes = (x - b_dec) W_enc^T + b_enc where they are among the k largest of a row by magnitude, of equal ones those of the lower features, and 0 elsewhere.
/// </remarks>
[Component("abs-top-k")]
public sealed class AbsTopKArchitecture(AbsTopKOptions options) : IArchitecture, ITopKArchitecture
{
    private readonly AuxiliaryLoss _auxiliary = new(options);

    /// <inheritdoc/>
    public string Formula
    {
        get
        {
            var k = Codes.Text(options.K);
            return $"codes = abstopk_{k}({Codes.PreActivations(options.DecoderBias)}); {Codes.Decoded(options.DecoderBias)}"
                + $"; abstopk_{k} keeps the {k} of a row with the largest magnitude, of equal ones that of the lower feature, and makes the others 0";
        }
    }

    /// <inheritdoc/>
    public int K => options.K;

    /// <inheritdoc/>
    public IArchitecture WithK(int k) => new AbsTopKArchitecture(options with { K = k });

    /// <inheritdoc/>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape)
    {
        Codes.RequireAtMost(nameof(options.K), "k", options.K, shape.Features);
        return _auxiliary.Parameters(shape, ParameterShape.Standard(shape, options.DecoderBias));
    }

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        Tensor Encode(ParameterSet of, int k)
        {
            var all = of.PreActivations(input);
            return k < all.shape[1] ? all * LargestCodes.Mask(all.abs(), k) : all;
        }

        var codes = Encode(parameters, options.K); // [B, F]
        var pass = new ForwardPass(codes, parameters.Decode(codes));
        return mode == ForwardMode.Evaluate ? pass : _auxiliary.AddTo(pass, parameters, input, Encode);
    }
}
