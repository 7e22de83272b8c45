using SparsePlugins.Contracts;
using Xunit;

namespace SparsePlugins.Conformance;

/// <summary>The rules of sources as tests. Inherit it, say how to make one, and add what is special about it.</summary>
/// <remarks>The source should be small: a finite split is read twice, row by row. No two of its rows may be equal, except rows of zeros.</remarks>
public abstract class SourceConformance : ComponentConformance
{
    private CheckedSource? _subject;

    /// <summary>The rules, a test each.</summary>
    public static TheoryData<string> Rules => StatementsOf(SourceRules.All);

    /// <summary>A new source, always of the same data.</summary>
    protected abstract IActivationSource Create();

    /// <summary>B of the batches that are compared; any number that doesn't divide a finite split's rows is good.</summary>
    protected virtual int Rows => 37;

    private CheckedSource Subject => _subject ??= new(Create) { Rows = Rows };

    /// <summary>Fails unless a rule holds.</summary>
    /// <param name="rule">What holds.</param>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Satisfies(string rule) => Check(SourceRules.All, rule, Subject);
}
