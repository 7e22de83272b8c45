using System.Reflection;
using SparsePlugins.Contracts;

namespace SparsePlugins.Conformance;

/// <summary>A component whose declaration is checked.</summary>
/// <param name="type">Its class.</param>
public class CheckedComponent(Func<Type> type)
{
    /// <summary>Its class.</summary>
    public Type Type => type();

    /// <summary>The XML summary of the class or of an option; empty where there is none. By default read from the file beside the assembly.</summary>
    public Func<MemberInfo, string> SummaryOf { get; init; } =
        member => member is PropertyInfo option ? XmlSummaries.OfProperty(option) : XmlSummaries.OfType((Type)member);

    /// <summary>Its name in manifests.</summary>
    /// <exception cref="ConformanceException">It has none.</exception>
    internal string Name =>
        Type.GetCustomAttribute<ComponentAttribute>()?.Name
        ?? throw new ConformanceException($"{Type.Name} has no [Component(\"its-name\")]");

    /// <summary>The type of its options; <see langword="null"/> where it has none.</summary>
    internal Type? OptionsType => Type.GetConstructors().Single().GetParameters().SingleOrDefault()?.ParameterType;

    /// <summary>Its options.</summary>
    internal IEnumerable<PropertyInfo> Options =>
        OptionsType?.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(option => option.CanWrite) ?? [];
}
