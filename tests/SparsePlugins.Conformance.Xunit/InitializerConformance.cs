using SparsePlugins.Contracts;
using Xunit;

namespace SparsePlugins.Conformance;

/// <summary>The rules of initializers as tests. Inherit it, say how to make one, and add what is special about it.</summary>
public abstract class InitializerConformance : ComponentConformance
{
    private CheckedInitializer? _subject;

    /// <summary>The rules, a test each.</summary>
    public static TheoryData<string> Rules => StatementsOf(InitializerRules.All);

    /// <summary>A new initializer.</summary>
    protected abstract IDictionaryInitializer Create();

    /// <summary>Whether another seed gives another dictionary; override it for one that reads the sample alone.</summary>
    protected virtual bool UsesRandomness => true;

    /// <summary>The length that decoder rows are to have; override it for one that has the option <c>decoder_scale</c>.</summary>
    protected virtual double DecoderScale => 1;

    /// <summary>The problem that <see cref="Weights"/> start.</summary>
    protected ToyProblem Problem => Subject.Problem;

    /// <summary>What the initializer makes of <see cref="Problem"/>.</summary>
    protected AutoencoderWeights Weights => Subject.Weights;

    /// <summary>What a new initializer makes of a problem.</summary>
    /// <param name="problem">Shape and sample.</param>
    /// <param name="seed">The seed of the call's stream.</param>
    protected AutoencoderWeights Initialize(ToyProblem problem, ulong seed = 7) => Subject.Initialize(problem, seed);

    private CheckedInitializer Subject => _subject ??= new(Create) { UsesRandomness = UsesRandomness, DecoderScale = DecoderScale };

    /// <summary>Fails unless a rule holds.</summary>
    /// <param name="rule">What holds.</param>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Satisfies(string rule) => Check(InitializerRules.All, rule, Subject);
}
