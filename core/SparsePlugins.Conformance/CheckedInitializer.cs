using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>An initializer that is checked.</summary>
/// <param name="create">Makes a new one.</param>
public sealed class CheckedInitializer(Func<IDictionaryInitializer> create) : CheckedComponent(() => create().GetType())
{
    private readonly Func<IDictionaryInitializer> _create = create;
    private AutoencoderWeights? _weights;
    private ToyProblem? _problem;

    /// <summary>Whether another seed gives another dictionary.</summary>
    public bool UsesRandomness { get; init; } = true;

    /// <summary>The length that decoder rows are to have.</summary>
    public double DecoderScale { get; init; } = 1;

    /// <summary>The problem that <see cref="Weights"/> start.</summary>
    public ToyProblem Problem => _problem ??= Width is { } width ? new ToyProblem(width) : new ToyProblem();

    /// <summary>Whether its decoder rows have lengths of their own.</summary>
    internal bool HasOwnRowLengths => Create().GetType().IsDefined(typeof(OwnRowLengthsAttribute), inherit: false);

    /// <summary>The only width that it serves; <see langword="null"/> where it serves every width.</summary>
    internal int? Width => (Create() as IFixedWidthInitializer)?.ActivationDim;

    /// <summary>What a new initializer makes of <see cref="Problem"/>.</summary>
    public AutoencoderWeights Weights => _weights ??= Initialize(Problem);

    /// <summary>A new initializer.</summary>
    public IDictionaryInitializer Create() => _create();

    /// <summary>What a new initializer makes of a problem.</summary>
    /// <param name="problem">Shape and sample.</param>
    /// <param name="seed">The seed of the call's stream.</param>
    public AutoencoderWeights Initialize(ToyProblem problem, ulong seed = 7) => Initialize(problem.Shape, problem.Sample, seed);

    /// <summary>What a new initializer makes of a sample.</summary>
    /// <param name="shape">D and F.</param>
    /// <param name="sample">[N, D].</param>
    /// <param name="seed">The seed of the call's stream.</param>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ulong seed = 7)
    {
        using var context = ToyProblem.Context(seed);
        return Create().Initialize(shape, sample, context);
    }
}
