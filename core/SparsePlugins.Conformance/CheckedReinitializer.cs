using SparsePlugins.Contracts;

namespace SparsePlugins.Conformance;

/// <summary>A reinitializer that is checked.</summary>
/// <param name="create">Makes a new one.</param>
public sealed class CheckedReinitializer(Func<IDeadFeatureReinitializer> create) : CheckedComponent(() => create().GetType())
{
    private readonly Func<IDeadFeatureReinitializer> _create = create;

    /// <summary>Whether another seed gives other rows.</summary>
    public bool UsesRandomness { get; init; } = true;

    /// <summary>The problem whose features died; F is 24.</summary>
    public ToyProblem Problem { get; } = new();

    /// <summary>A new reinitializer.</summary>
    public IDeadFeatureReinitializer Create() => _create();

    /// <summary>What a new reinitializer proposes.</summary>
    /// <param name="dead">The dead features.</param>
    /// <param name="seed">The seed of the call's stream.</param>
    public FeatureWeights Propose(DeadFeatures dead, ulong seed = 7)
    {
        using var context = ToyProblem.Context(seed);
        return Create().Propose(dead, context);
    }
}
