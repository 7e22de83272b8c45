using System.ComponentModel.DataAnnotations;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using Xunit.Sdk;

namespace SparsePlugins.Plugins.Tests.Conformance;

/// <summary>Each rule about a component's declaration is caught when broken.</summary>
public sealed class ComponentConformanceTests
{
    [Theory]
    [InlineData(typeof(NoName))]
    [InlineData(typeof(WrongName))]
    [InlineData(typeof(NotSealed))]
    public void A_missing_or_wrong_name_and_an_open_class_are_caught(Type component) =>
        Catches(component, s => s.Is_sealed_and_has_a_name_in_kebab_case());

    [Theory]
    [InlineData(typeof(TwoConstructors))]
    [InlineData(typeof(TwoArguments))]
    [InlineData(typeof(NotARecord))]
    public void A_constructor_that_no_manifest_can_serve_is_caught(Type component) =>
        Catches(component, s => s.Has_one_public_constructor_that_takes_one_record_of_options_or_nothing());

    [Fact]
    public void Numbers_without_a_range_are_caught_also_in_lists()
    {
        var failure = Catches(typeof(BadOptions), s => s.Every_number_among_its_options_has_a_range());
        Assert.Equal(["Count", "Ratios"], Names(failure));
    }

    [Fact]
    public void Options_without_a_summary_are_caught()
    {
        var failure = Catches(typeof(BadOptions), s => s.Every_option_has_a_summary_and_so_has_the_component());
        Assert.Equal(["Count", "Ratios", "Text"], Names(failure));
    }

    [Fact]
    public void A_default_outside_its_range_is_caught() =>
        Catches(typeof(BadOptions), s => s.The_defaults_of_its_options_pass_their_own_rules());

    private static XunitException Catches(Type component, Action<Subject> check)
    {
        using var subject = new Subject(component);
        return Assert.ThrowsAny<XunitException>(() => check(subject));
    }

    private static IEnumerable<string> Names(XunitException failure) =>
        typeof(Numbers)
            .GetProperties()
            .Select(option => option.Name)
            .Where(name =>
                failure.Message.Contains($"{name} has no [", StringComparison.Ordinal)
                || failure.Message.Contains($"{name} has no XML", StringComparison.Ordinal)
            );

    private sealed class Subject(Type component) : ComponentConformance
    {
        protected override Type ComponentType => component;
    }

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
