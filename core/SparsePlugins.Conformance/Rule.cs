namespace SparsePlugins.Conformance;

/// <summary>A rule that every component of a kind satisfies.</summary>
/// <typeparam name="TSubject">The component with what a check of it needs, <see cref="CheckedInitializer"/> for instance.</typeparam>
/// <param name="Statement">What holds, as a sentence without a full stop; no two rules of a kind have the same.</param>
/// <param name="Test">Throws <see cref="ConformanceException"/> where it doesn't hold; exceptions of the component pass through.</param>
public sealed record Rule<TSubject>(string Statement, Action<TSubject> Test)
{
    /// <summary>Whether it compares two seeds: a component that reads the data alone breaks it rightly, and only its author can say so.</summary>
    public bool IsOfChance { get; init; }

    /// <summary>Checks a new subject, in a dispose scope of its own.</summary>
    /// <param name="create">Makes the subject.</param>
    /// <exception cref="ConformanceException">The rule is broken.</exception>
    public void Check(Func<TSubject> create)
    {
        using var scope = new RuleScope();
        Test(create());
    }
}
