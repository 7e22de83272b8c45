using SparsePlugins.Conformance;

namespace SparsePlugins.ShippedPlugins.Tests.Conformance;

/// <summary>The lists of rules: what the command prints and tests are named by.</summary>
public sealed class RuleTests
{
    public static TheoryData<string, string[]> Kinds =>
        new()
        {
            { "architecture", Statements(ArchitectureRules.All) },
            { "initializer", Statements(InitializerRules.All) },
            { "metric", Statements(MetricRules.All) },
            { "reinitializer", Statements(ReinitializerRules.All) },
            { "source", Statements(SourceRules.All) },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_the_rules_of_all_kinds_and_its_own_each_with_another_statement(string kind, string[] statements)
    {
        var common = Statements(ComponentRules.Of<CheckedComponent>());
        Assert.Equal(common, statements[..common.Length]);
        Assert.True(statements.Length >= common.Length + 10, $"{kind} has {statements.Length} rules");
        Assert.Equal(statements.Length, statements.Distinct().Count());
        Assert.All(statements, statement => Assert.False(statement.EndsWith('.'), statement));
    }

    [Fact]
    public void Only_rules_that_compare_two_seeds_are_of_chance() =>
        Assert.Equal(
            [
                "A different seed gives a different dictionary (unless it is deterministic)",
                "A different seed gives different rows (unless they are deterministic)",
            ],
            InitializerRules
                .All.Where(rule => rule.IsOfChance)
                .Select(rule => rule.Statement)
                .Concat(ReinitializerRules.All.Where(rule => rule.IsOfChance).Select(rule => rule.Statement))
        );

    private static string[] Statements<TSubject>(IEnumerable<Rule<TSubject>> rules) => [.. rules.Select(rule => rule.Statement)];
}
