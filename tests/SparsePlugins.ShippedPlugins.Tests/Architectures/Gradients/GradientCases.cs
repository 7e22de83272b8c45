using SparsePlugins.Architectures;
using SparsePlugins.Contracts;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures.Gradients;

/// <summary>Architectures with nine features in five dimensions, and their losses; dead features explain errors with a weight of 0.7.</summary>
internal static class GradientCases
{
    /// <summary>The features that are dead where an architecture asks.</summary>
    public static int[] Dead { get; } = [1, 4, 7];

    public static IReadOnlyDictionary<string, (IArchitecture Architecture, SlowLoss Loss)> All { get; } =
        new Dictionary<string, (IArchitecture, SlowLoss)>
        {
            ["relu"] = (new ReluArchitecture(new() { L1 = 0.3, DecoderBias = true }), SlowLosses.Relu(0.3, byLength: false)),
            ["relu by length"] = (
                new ReluArchitecture(
                    new()
                    {
                        L1 = 0.3,
                        DecoderBias = true,
                        UnitDecoder = false,
                        PenalizeByLength = true,
                    }
                ),
                SlowLosses.Relu(0.3, byLength: true)
            ),
            ["group-bias-adaptation"] = (
                new GroupBiasArchitecture(new() { DecoderBias = true, Groups = 3 }),
                SlowLosses.Relu(0, byLength: false)
            ),
            ["top-k"] = (new TopKArchitecture(Auxiliary(new TopKOptions { K = 2, L1 = 0.3 })), SlowLosses.TopK(2, 0.3, new(0.7, 2, Dead))),
            ["abs-top-k"] = (new AbsTopKArchitecture(Auxiliary(new AbsTopKOptions { K = 2 })), SlowLosses.AbsTopK(2, new(0.7, 2, Dead))),
            ["batch-top-k"] = (new BatchTopKArchitecture(new() { K = 2, DecoderBias = true }), SlowLosses.BatchTopK(2, SlowAuxiliary.None)),
            ["batch-top-k with AuxK"] = (
                new BatchTopKArchitecture(Auxiliary(new BatchTopKOptions { K = 2 })),
                SlowLosses.BatchTopK(2, new(0.7, 2, Dead))
            ),
            ["matryoshka"] = (
                new MatryoshkaArchitecture(Auxiliary(new MatryoshkaOptions { K = 3, Prefixes = [0.25, 0.5] })), // 2.25 and 4.5 features.
                SlowLosses.BatchTopK(3, new(0.7, 2, Dead), 2, 4)
            ),
            ["gated"] = (new GatedArchitecture(new() { L1 = 0.3, DecoderBias = true }), SlowLosses.Gated(0.3)),
            ["jump-relu outside of its window"] = (
                new JumpReluArchitecture(
                    new()
                    {
                        DecoderBias = true,
                        Penalty = JumpReluPenalty.Tanh,
                        Sparsity = 0.3,
                        TanhScale = 1.5,
                        Bandwidth = 1e-9,
                        PreActDeadAfter = 10,
                        PreActWeight = 0.2,
                    }
                ),
                SlowLosses.JumpRelu(0.3, 1.5, 0.2, Dead)
            ),
        };

    private static TOptions Auxiliary<TOptions>(TOptions options)
        where TOptions : AuxiliaryOptions => options with { DecoderBias = true, AuxDeadAfter = 10, AuxAlpha = 0.7, AuxK = 2 };
}
