using System.ComponentModel.DataAnnotations;
using SparsePlugins.Architectures.Shared;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures;

/// <summary>Settings of <see cref="SkipTopKArchitecture"/>.</summary>
public sealed record SkipTopKOptions
{
    /// <summary>How many codes of a sample are kept.</summary>
    [Required]
    [Range(1, 16_000_000)]
    [Unit("codes")]
    public int K { get; init; }
}

/// <summary>Top-k codes beside a linear path from input to output: a skip transcoder, which other tools train to predict another activation than its input.</summary>
/// <remarks>
/// Source: Paulo, Shabalin, Belrose, "Transcoders Beat Sparse Autoencoders for Interpretability", arXiv 2501.18823.
/// Departures: here it reconstructs its own input, for which the linear path alone would do; it is for dictionaries that were imported.
/// codes = relu(x W_enc^T + b_enc), of which the k largest of a row are kept, of equal ones that of the lower feature; x_hat = codes W_dec + b_dec + x W_skip^T.
/// </remarks>
[Component("skip-top-k")]
public sealed class SkipTopKArchitecture(SkipTopKOptions options) : IArchitecture
{
    private const string Skip = "skip_weight";

    /// <inheritdoc/>
    public string Formula
    {
        get
        {
            var k = Codes.Text(options.K);
            return $"codes = topk_{k}(relu({Codes.PreActivations(decoderBias: false)})); {Codes.Decoded(decoderBias: true)} + x @ {Skip}.T"
                + $"; topk_{k} keeps the {k} largest of a row, of equal ones that of the lower feature, and makes the others 0";
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape)
    {
        Codes.RequireAtMost(nameof(options.K), "k", options.K, shape.Features);
        return
        [
            .. ParameterShape.Standard(shape, decoderBias: true),
            new(Skip, ParameterRole.Shared, [shape.ActivationDim, shape.ActivationDim]),
        ];
    }

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var values = addmm(parameters[ParameterShape.EncoderBias], input, parameters[ParameterShape.EncoderWeight].t(), beta: 1, alpha: 1);
        var codes = LargestCodes.Keep(values.relu_(), options.K); // [B, F]
        return new(codes, parameters.Decode(codes) + input.mm(parameters[Skip].t()));
    }
}
