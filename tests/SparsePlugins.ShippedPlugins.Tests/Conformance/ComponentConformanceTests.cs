using System.ComponentModel.DataAnnotations;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.ShippedPlugins.Tests.Conformance;

/// <summary>Each rule about a component's declaration is caught when broken.</summary>
public sealed class ComponentConformanceTests
{
    [Theory]
    [InlineData(typeof(NoName))]
    [InlineData(typeof(WrongName))]
    [InlineData(typeof(NotSealed))]
    public void A_missing_or_wrong_name_and_an_open_class_are_caught(Type component) =>
        Catches(component, "Is sealed and has a name in kebab case");

    [Theory]
    [InlineData(typeof(TwoConstructors))]
    [InlineData(typeof(TwoArguments))]
    [InlineData(typeof(NotARecord))]
    public void A_constructor_that_no_manifest_can_serve_is_caught(Type component) =>
        Catches(component, "Has one public constructor that takes one record of options or nothing");

    [Fact]
    public void Numbers_without_a_range_are_caught_also_in_lists()
    {
        var failure = Catches(typeof(BadOptions), "Every number among its options has a range");
        Assert.Equal(["Count", "Ratios"], Names(failure));
    }

    [Fact]
    public void Options_without_a_summary_are_caught()
    {
        var failure = Catches(typeof(BadOptions), "Every option has a summary and so has the component");
        Assert.Equal(["Count", "Ratios", "Text"], Names(failure));
    }

    [Fact]
    public void A_default_outside_its_range_is_caught() => Catches(typeof(BadOptions), "The defaults of its options pass their own rules");

    private static ConformanceException Catches(Type component, string rule) =>
        Assert.Throws<ConformanceException>(() =>
            ComponentRules.Of<CheckedComponent>().Single(one => one.Statement == rule).Check(() => new CheckedComponent(() => component))
        );

    private static IEnumerable<string> Names(ConformanceException failure) =>
        typeof(Numbers)
            .GetProperties()
            .Select(option => option.Name)
            .Where(name =>
                failure.Message.Contains($"{name} has no [", StringComparison.Ordinal)
                || failure.Message.Contains($"{name} has no XML", StringComparison.Ordinal)
            );

    private sealed class NoName;

    [Component("WrongName")]
    private sealed class WrongName;

    [Component("not-sealed")]
    private class NotSealed;

    [Component("two-constructors")]
    private sealed class TwoConstructors
    {
        public TwoConstructors() { }

        public TwoConstructors(Numbers options) => _ = options;
    }

    [Component("two-arguments")]
    private sealed class TwoArguments
    {
        public TwoArguments(Numbers options, Numbers more) => _ = (options, more);
    }

    [Component("not-a-record")]
    private sealed class NotARecord
    {
        public NotARecord(string options) => _ = options;
    }

    /// <summary>Its options break every rule.</summary>
    [Component("bad-options")]
    private sealed class BadOptions
    {
        public BadOptions(Numbers options) => _ = options;
    }

    private sealed record Numbers
    {
        public int Count { get; init; } = 1;

        public IReadOnlyList<double> Ratios { get; init; } = [];

        /// <summary>Explained, and wrong by default.</summary>
        [Range(1, 5)]
        public int Size { get; init; } = 9;

        public string Text { get; init; } = "";
    }
}
