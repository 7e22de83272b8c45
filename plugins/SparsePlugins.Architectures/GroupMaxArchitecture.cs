using System.ComponentModel.DataAnnotations;
using SparsePlugins.Architectures.Shared;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures;

/// <summary>Settings of <see cref="GroupMaxArchitecture"/>.</summary>
public sealed record GroupMaxOptions
{
    /// <summary>Into how many groups the features are divided; it must divide their number.</summary>
    [Required]
    [Range(1, 16_000_000)]
    [Unit("groups")]
    public int K { get; init; }

    /// <summary>Whether a decoder bias is learned, and subtracted from the input; otherwise there is none.</summary>
    public bool DecoderBias { get; init; }
}

/// <summary>The largest code of each of k groups of neighbouring features: as many codes as top-k keeps, chosen without a sort over all features.</summary>
/// <remarks>
/// Source: the activation <c>groupmax</c> of EleutherAI/sparsify 1.3. Departures: none in what is computed; its auxiliary loss isn't here.
/// codes = relu((x - b_dec) W_enc^T + b_enc), of which the largest of each F / k neighbouring features is kept, of equal ones that of the lower feature.
/// </remarks>
[Component("group-max")]
public sealed class GroupMaxArchitecture(GroupMaxOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public string Formula
    {
        get
        {
            var k = Codes.Text(options.K);
            return $"codes = groupmax_{k}(relu({Codes.PreActivations(options.DecoderBias)})); {Codes.Decoded(options.DecoderBias)}"
                + $"; groupmax_{k} keeps the largest of each of {k} groups of neighbouring codes, of equal ones that of the lower feature, and makes the others 0";
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">k doesn't divide the number of features.</exception>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape) =>
        shape.Features % options.K == 0
            ? ParameterShape.Standard(shape, options.DecoderBias)
            : throw new ArgumentException(
                $"k must divide the {shape.Features} features into groups of one size, got {options.K}; choose another k or number of features",
                nameof(options.K)
            );

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var all = parameters.PreActivations(input).relu_(); // [B, F]
        var groups = all.reshape(all.shape[0] * options.K, -1); // [B k, F / k]
        var codes = LargestCodes.Keep(groups, 1).reshape(all.shape);
        return new(codes, parameters.Decode(codes));
    }
}
