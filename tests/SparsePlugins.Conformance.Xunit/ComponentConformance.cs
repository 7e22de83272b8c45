using TorchSharp;
using Xunit;

namespace SparsePlugins.Conformance;

/// <summary>The rules of a component's kind as tests, each in a dispose scope.</summary>
/// <remarks>Test classes inherit <see cref="InitializerConformance"/> or another of its kind rather than this one.</remarks>
public abstract class ComponentConformance : IDisposable
{
    private readonly RuleScope _scope = new();

    /// <summary>Frees the tensors of the test.</summary>
    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        _scope.Dispose();
    }

    /// <summary>The statements of some rules, a test each.</summary>
    /// <typeparam name="TSubject">The kind.</typeparam>
    /// <param name="rules">The rules of the kind.</param>
    protected static TheoryData<string> StatementsOf<TSubject>(IReadOnlyList<Rule<TSubject>> rules) =>
        [.. rules.Select(rule => rule.Statement)];

    /// <summary>Fails unless a rule holds.</summary>
    /// <typeparam name="TSubject">The kind.</typeparam>
    /// <param name="rules">The rules of the kind.</param>
    /// <param name="statement">Of one of them.</param>
    /// <param name="subject">The component.</param>
    protected static void Check<TSubject>(IReadOnlyList<Rule<TSubject>> rules, string statement, TSubject subject) =>
        rules.Single(rule => rule.Statement == statement).Test(subject);

    /// <summary>Fails unless every element is within <paramref name="tolerance"/> of a number.</summary>
    /// <param name="expected">The number.</param>
    /// <param name="actual">Any shape.</param>
    /// <param name="tolerance">Largest allowed absolute difference.</param>
    protected static void AssertClose(double expected, torch.Tensor actual, double tolerance = 1e-5) =>
        TensorAssertions.AssertClose(expected, actual, tolerance);

    /// <summary>Fails unless two tensors have one shape and elements within <paramref name="tolerance"/> of each other.</summary>
    /// <param name="expected">Any shape.</param>
    /// <param name="actual">The same shape.</param>
    /// <param name="tolerance">Largest allowed absolute difference.</param>
    protected static void AssertClose(torch.Tensor expected, torch.Tensor actual, double tolerance = 1e-5) =>
        TensorAssertions.AssertClose(expected, actual, tolerance);
}
