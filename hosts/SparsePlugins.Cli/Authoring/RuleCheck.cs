using SparsePlugins.Conformance;

namespace SparsePlugins.Cli.Authoring;

/// <summary>A rule of a component's kind, ready to be checked.</summary>
/// <param name="Statement">What has to hold.</param>
/// <param name="IsOfChance">Whether a component that reads the data alone breaks it rightly.</param>
/// <param name="Check">Throws where it doesn't hold.</param>
internal sealed record RuleCheck(string Statement, bool IsOfChance, Action Check)
{
    private const string DrawsNothing =
        "another seed gives the same: right for one that reads the data alone (its own test overrides UsesRandomness); otherwise draw from context.Random";

    /// <summary>The rules of a kind.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="create">Makes the component with what the checks need.</param>
    public static IEnumerable<RuleCheck> Of<TSubject>(IEnumerable<Rule<TSubject>> rules, Func<TSubject> create) =>
        rules.Select(rule => new RuleCheck(rule.Statement, rule.IsOfChance, () => rule.Check(create)));

    /// <summary>Checks the rule.</summary>
    public CheckFinding Run()
    {
        try
        {
            Check();
            return new CheckFinding(Statement, FindingStatus.Ok);
        }
        // A component that reads the data alone is right to draw nothing; its own tests say so, and the command can't know.
        catch (ConformanceException) when (IsOfChance)
        {
            return new CheckFinding(Statement, FindingStatus.Note, DrawsNothing);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return new CheckFinding(Statement, FindingStatus.Failed, FailureText.Of(failure));
        }
    }
}
