using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using SparsePlugins.Contracts;
using TorchSharp;
using Xunit;

namespace SparsePlugins.Conformance;

/// <summary>What a component of any kind owes: a name, and options that can be shown, checked and explained.</summary>
/// <remarks>
/// Test classes inherit <see cref="InitializerConformance"/> or another of its kind rather than this one.
/// Every test runs in a dispose scope. It frees what the test makes, and above all it keeps it until then: TorchSharp hands bare pointers to
/// native code, and the garbage collector can free a tensor that nothing else refers to in the middle of a call, which ends the process.
/// </remarks>
public abstract partial class ComponentConformance : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    private static readonly Type[] NumberTypes = [typeof(int), typeof(long), typeof(float), typeof(double)];

    /// <summary>The component's class.</summary>
    protected abstract Type ComponentType { get; }

    /// <summary>The type of its options; <see langword="null"/> where it has none.</summary>
    private Type? OptionsType => ComponentType.GetConstructors().Single().GetParameters().SingleOrDefault()?.ParameterType;

    private IEnumerable<PropertyInfo> Options =>
        OptionsType?.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(option => option.CanWrite) ?? [];

    [Fact]
    public void Is_sealed_and_has_a_name_in_kebab_case()
    {
        Assert.True(ComponentType.IsSealed, $"{ComponentType.Name} is not sealed");
        var component = ComponentType.GetCustomAttribute<ComponentAttribute>();
        Assert.True(component is not null, $"{ComponentType.Name} has no [Component(\"its-name\")]");
        Assert.True(KebabCase().IsMatch(component.Name), $"the name '{component.Name}' is not in kebab-case, as in my-component");
    }

    [Fact]
    public void Has_one_public_constructor_that_takes_one_record_of_options_or_nothing()
    {
        var constructors = ComponentType.GetConstructors();
        Assert.True(constructors.Length == 1, $"{ComponentType.Name} has {constructors.Length} public constructors; it needs one");
        var parameters = constructors[0].GetParameters();
        Assert.True(
            parameters.Length <= 1,
            $"the constructor of {ComponentType.Name} takes {parameters.Length} arguments; options are one record"
        );
        if (OptionsType is not null)
            Assert.True(OptionsType.GetConstructor([]) is not null, $"{OptionsType.Name} can't be made without arguments");
    }

    [Fact]
    public void Every_number_among_its_options_has_a_range() =>
        Assert.All(
            Options.Where(IsNumber),
            option =>
                Assert.True(option.GetCustomAttribute<RangeAttribute>() is not null, $"{option.Name} has no [Range(minimum, maximum)]")
        );

    [Fact]
    public void Every_option_has_a_summary_and_so_has_the_component()
    {
        Assert.True(
            SummaryOf(ComponentType).Length > 0,
            $"{ComponentType.Name} has no XML summary: write /// <summary>...</summary> above it"
        );
        Assert.All(Options, option => Assert.True(SummaryOf(option).Length > 0, $"{option.Name} has no XML summary"));
    }

    [Fact]
    public void The_defaults_of_its_options_pass_their_own_rules()
    {
        var defaults = OptionsType is null ? null : Activator.CreateInstance(OptionsType);
        // An option that the manifest must give has no default to check.
        foreach (var option in Options.Where(option => option.GetCustomAttribute<RequiredAttribute>() is null))
        {
            var value = option.GetValue(defaults);
            foreach (var rule in option.GetCustomAttributes<ValidationAttribute>())
                Assert.All(Elements(value), element => Assert.True(rule.IsValid(element), rule.FormatErrorMessage(option.Name)));
        }
    }

    /// <summary>The XML summary of the component's class or of an option; empty where there is none.</summary>
    /// <param name="member">A class or a property. By default its documentation file is looked for beside its assembly.</param>
    protected virtual string SummaryOf(MemberInfo member) =>
        member is PropertyInfo option ? XmlSummaries.OfProperty(option) : XmlSummaries.OfType((Type)member);

    /// <summary>Frees the tensors of the test.</summary>
    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        Assert.True(
            _thread == Environment.CurrentManagedThreadId,
            "a test of a component may not be async: dispose scopes belong to a thread"
        );
        _scope.Dispose();
    }

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

    private static bool IsNumber(PropertyInfo option)
    {
        var type = option.PropertyType;
        var element = type.IsGenericType ? type.GetGenericArguments()[0] : type.GetElementType();
        return NumberTypes.Contains(element ?? type);
    }

    private static IEnumerable<object?> Elements(object? value) =>
        value is IEnumerable list and not string ? list.Cast<object?>() : [value];

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    internal static partial Regex KebabCase();
}
