namespace SparsePlugins.Contracts;

/// <summary>Names a component, so that a manifest can ask for it.</summary>
/// <remarks>
/// Marks a sealed class that implements one of <see cref="IActivationSource"/>, <see cref="IArchitecture"/>, <see cref="IDictionaryInitializer"/>,
/// <see cref="IDeadFeatureReinitializer"/> or <see cref="IMetric"/>, and whose one public constructor takes one options
/// record (or nothing). The record's <c>init</c> properties are the component's options: their names in snake_case are
/// the manifest's keys, their initial values the defaults, <c>[Range]</c> and <c>[Required]</c> the rules,
/// <see cref="UnitAttribute"/> the unit, their XML summaries the help.
/// </remarks>
/// <param name="name">The manifest's name for it, in kebab-case, unique among components of its kind.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ComponentAttribute(string name) : Attribute
{
    /// <summary>The name in kebab-case.</summary>
    public string Name { get; } = name;
}
