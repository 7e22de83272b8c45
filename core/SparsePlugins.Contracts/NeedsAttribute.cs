namespace SparsePlugins.Contracts;

/// <summary>Declares that a metric or a reinitializer needs something of the source; a manifest that asks for it of a source without it is refused before anything runs.</summary>
/// <param name="capability">What it needs.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NeedsAttribute(Capability capability) : Attribute
{
    /// <summary>What the component needs.</summary>
    public Capability Capability { get; } = capability;
}
