using SparsePlugins.Architectures;
using SparsePlugins.Contracts;
using SparsePlugins.Tests;
using static TorchSharp.torch;

namespace SparsePlugins.Benchmarks;

/// <summary>A row of the table of steps.</summary>
/// <param name="Rows">B.</param>
/// <param name="Width">D.</param>
/// <param name="Features">F.</param>
/// <param name="Density">Mean fraction of features that are active, for ReLU.</param>
/// <param name="TopK">k, for top-k.</param>
/// <param name="Goal">The ratio to reach on the machine that the goals are for; 0 where there is none.</param>
internal sealed record StepCase(int Rows, int Width, int Features, double Density, int? TopK, double Goal)
{
    private const float RarelyPositive = -3;

    /// <summary>The rows.</summary>
    public static IReadOnlyList<StepCase> All { get; } =
    [
        new(256, 128, 256, 0.02, null, 8),
        new(1024, 128, 512, 0.01, null, 0),
        new(1024, 128, 1024, 0.02, null, 8),
        new(1024, 128, 1024, 0.05, null, 0),
        new(1024, 128, 1024, 0.10, null, 0),
        new(1024, 512, 4096, 0, 32, 9),
        new(1024, 512, 16384, 0, 32, 12),
        BatchTopKRow(1024, 128, 1024, 20),
        BatchTopKRow(1024, 512, 4096, 32),
        new(1024, 128, 1024, 0.5, null, 0) { Other = ("matryoshka 20", MatryoshkaOf(20)) },
        new(1024, 128, 1024, 0.02, null, 8) { Other = ("jump-relu 2 %", JumpReluOf(new())) },
        new(1024, 128, 1024, 0.02, null, 0) { Other = ("jump-relu 2 %, to input", JumpReluOf(new() { GradientToInput = true })) },
        new(1024, 128, 1024, 0.02, null, 0) { Other = ("jump-relu 2 %, tanh", JumpReluOf(new() { Penalty = JumpReluPenalty.Tanh })) },
        new(1024, 128, 1024, 0.5, null, 8) { DeadShare = 0.1, Other = ("top-k 20, AuxK, 10 % dead", AuxKOf(20)) },
        new(1024, 512, 4096, 0.5, null, 8) { DeadShare = 0.1, Other = ("top-k 32, AuxK, 10 % dead", AuxKOf(32)) },
    ];

    /// <summary>A row of batch-top-k.</summary>
    public static StepCase BatchTopKRow(int rows, int width, int features, int k) =>
        new(rows, width, features, 0.5, null, 8) { BatchTopK = k, Other = ($"batch-top-k {k}", BatchTopKOf(k)) };

    /// <summary>k, for batch-top-k.</summary>
    public int? BatchTopK { get; init; }

    /// <summary>Fraction of features, the first, whose pre-activations are positive once in 740 rows, and never large enough to fire.</summary>
    public double DeadShare { get; init; }

    /// <summary>Another architecture than relu and top-k, and what the table calls it.</summary>
    public (string Name, IArchitecture Architecture)? Other { get; init; }

    /// <summary>Whether the stock step knows the architecture.</summary>
    public bool HasStock => Other is null || BatchTopK is not null;

    /// <summary>Too small a learning rate to move a density while it is timed.</summary>
    public TrainingSetup Options => new(L1: 0.06, LearningRate: 1e-9, TopK: TopK, DecoderBias: true) { Other = Other?.Architecture };

    /// <summary>As the table shows it.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"{Rows}, {Width}/{Features}, {Other?.Name ?? (TopK is { } k ? $"top-k {k}" : $"{Density * 100:0} %")}"
        );

    /// <summary>Pre-activations N(bias, 1), the bias such that the density is as stated.</summary>
    public AutoencoderWeights Weights()
    {
        var encoder = Directions(1);
        var bias = TopK is null ? -Quantile(1 - Density) : 0;
        var biases = full(Features, (float)bias);
        biases[..(int)(DeadShare * Features)] = RarelyPositive;
        return new AutoencoderWeights(encoder, biases, Directions(2), zeros(Width));
    }

    /// <summary>[B, D] N(0, 1).</summary>
    public Tensor Batch() => randn(Rows, Width, generator: new Generator(3));

    private static BatchTopKArchitecture BatchTopKOf(int k) => new(new() { K = k, DecoderBias = true });

    private static MatryoshkaArchitecture MatryoshkaOf(int k) => new(new() { K = k, DecoderBias = true });

    private static TopKArchitecture AuxKOf(int k) =>
        new(
            new()
            {
                K = k,
                DecoderBias = true,
                AuxDeadAfter = 1,
            }
        );

    private static JumpReluArchitecture JumpReluOf(JumpReluOptions options) => new(options with { DecoderBias = true });

    private static double Quantile(double probability)
    {
        using var _ = NewDisposeScope();
        return Math.Sqrt(2) * tensor(2 * probability - 1, dtype: ScalarType.Float64).erfinv().item<double>();
    }

    private Tensor Directions(ulong seed)
    {
        var rows = randn(Features, Width, generator: new Generator(seed));
        return rows / rows.norm(dim: 1, keepdim: true);
    }
}
