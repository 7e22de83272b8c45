using SparsePlugins.Architectures;
using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using SparsePlugins.Training;

namespace SparsePlugins.Tests;

/// <summary>A shipped architecture and an optimizer, stated in one line: what steps are made from in tests and benchmarks.</summary>
/// <param name="AuxDeadAfter">Of the auxiliary loss of top-k; 0 for none.</param>
/// <param name="AuxK">0 for half of D.</param>
public sealed record TrainingSetup(
    double L1,
    bool DecoderBias = false,
    double LearningRate = 3e-3,
    double Beta1 = 0.9,
    double Beta2 = 0.999,
    double Epsilon = 1e-8,
    int? TopK = null,
    long AuxDeadAfter = 0,
    double AuxAlpha = 1.0 / 32,
    int AuxK = 0
)
{
    /// <summary>An architecture instead, which has its own options; <see cref="L1"/>, <see cref="DecoderBias"/> and those of top-k are ignored then.</summary>
    public IArchitecture? Other { get; init; }

    /// <summary>Decay of the average of the weights; 0 for none.</summary>
    public double Average { get; init; }

    public IArchitecture Architecture =>
        Other is not null ? Other
        : TopK is { } k
            ? new TopKArchitecture(
                new()
                {
                    K = k,
                    L1 = L1,
                    DecoderBias = DecoderBias,
                    AuxDeadAfter = AuxDeadAfter,
                    AuxAlpha = AuxAlpha,
                    AuxK = AuxK,
                }
            )
        : new ReluArchitecture(new() { L1 = L1, DecoderBias = DecoderBias });

    public AdamOptions Adam => new(LearningRate, Beta1, Beta2, Epsilon);

    public FusedForm Form => ((IFusedArchitecture)Architecture).Fused!;

    public AutoencoderState CreateState(AutoencoderWeights start)
    {
        var (features, width) = (start.EncoderBias.shape[0], start.DecoderBias.shape[0]);
        var shape = new DictionaryShape((int)width, (int)features);
        return AutoencoderState.Create(
            AuxDeadAfter > 0 || Other is not null ? Architecture.Parameters(shape) : ParameterShape.Standard(shape, DecoderBias),
            start,
            Average
        ); // Steps take any k.
    }

    public EagerStep CreateEager(AutoencoderState state) => new(Architecture, state, Adam);

    public FusedStep CreateFused(AutoencoderState state) => new(Form, state, Adam);
}
