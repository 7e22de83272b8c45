using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>One of the autoencoders that a <see cref="StackedStep"/> updates.</summary>
/// <param name="Form">What its architecture equals.</param>
/// <param name="State">What is updated.</param>
/// <param name="Options">The optimizer.</param>
public sealed record StackMember(FusedForm Form, AutoencoderState State, AdamOptions Options)
{
    /// <summary>What encoding, decoding and their gradients round the factors and the results of products to: float32 or bfloat16.</summary>
    public ScalarType Products { get; init; } = ScalarType.Float32;

    /// <summary>What all members of a stack must have in common: everything but the weight of the sparsity penalty and the learning rate.</summary>
    public string Key =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{WithPenalty(Form.Codes, 0)} {Form.DecoderBias} {string.Join(',', Form.Prefixes)} {Form.Auxiliary} {Products} {Options with { LearningRate = 0 }} {State.Layout}"
        );

    /// <summary>The weight of the sparsity penalty.</summary>
    internal double Penalty =>
        Form.Codes switch
        {
            ReluCodes relu => relu.L1,
            TopKCodes top => top.L1,
            JumpReluCodes jump => jump.Sparsity,
            _ => 0,
        };

    private static FusedCodes WithPenalty(FusedCodes codes, double weight) =>
        codes switch
        {
            ReluCodes relu => relu with { L1 = weight },
            TopKCodes top => top with { L1 = weight },
            JumpReluCodes jump => jump with { Sparsity = weight },
            _ => codes,
        };
}
