using SparsePlugins.Contracts;
using Xunit;

namespace SparsePlugins.Conformance;

/// <summary>The rules of architectures as tests. Inherit it, say how to make one, and add what is special about it.</summary>
public abstract class ArchitectureConformance : ComponentConformance
{
    private CheckedArchitecture? _subject;

    /// <summary>The rules, a test each.</summary>
    public static TheoryData<string> Rules => StatementsOf(ArchitectureRules.All);

    /// <summary>A new architecture, with options that fit 12 dimensions and 24 features.</summary>
    protected abstract IArchitecture Create();

    /// <summary>A small problem; its weights are what an initializer gave.</summary>
    protected ToyProblem Problem => Subject.Problem;

    /// <summary>The parameters of a new architecture before the first update, for <see cref="Problem"/>.</summary>
    protected ParameterSet Start() => Subject.Start();

    private CheckedArchitecture Subject => _subject ??= new(Create);

    /// <summary>Fails unless a rule holds.</summary>
    /// <param name="rule">What holds.</param>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Satisfies(string rule) => Check(ArchitectureRules.All, rule, Subject);
}
