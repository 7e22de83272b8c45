using SparsePlugins.Contracts;
using Xunit;

namespace SparsePlugins.Conformance;

/// <summary>The rules of reinitializers as tests. Inherit it, say how to make one, and add what is special about it.</summary>
public abstract class ReinitializerConformance : ComponentConformance
{
    private CheckedReinitializer? _subject;

    /// <summary>The rules, a test each.</summary>
    public static TheoryData<string> Rules => StatementsOf(ReinitializerRules.All);

    /// <summary>A new reinitializer.</summary>
    protected abstract IDeadFeatureReinitializer Create();

    /// <summary>Whether another seed gives other rows; override it for one that reads the data alone.</summary>
    protected virtual bool UsesRandomness => true;

    /// <summary>The problem whose features died; F is 24.</summary>
    protected ToyProblem Problem => Subject.Problem;

    /// <summary>What a new reinitializer proposes.</summary>
    /// <param name="dead">The dead features.</param>
    /// <param name="seed">The seed of the call's stream.</param>
    protected FeatureWeights Propose(DeadFeatures dead, ulong seed = 7) => Subject.Propose(dead, seed);

    private CheckedReinitializer Subject => _subject ??= new(Create) { UsesRandomness = UsesRandomness };

    /// <summary>Fails unless a rule holds.</summary>
    /// <param name="rule">What holds.</param>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Satisfies(string rule) => Check(ReinitializerRules.All, rule, Subject);
}
