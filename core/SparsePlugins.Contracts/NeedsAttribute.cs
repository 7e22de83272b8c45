namespace SparsePlugins.Contracts;

/// <summary>Declares that a metric needs something of the source; a manifest that asks for it of a source without it is refused before anything runs.</summary>
/// <param name="capability">What it needs.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NeedsAttribute(Capability capability) : Attribute
{
    /// <summary>What the metric needs.</summary>
    public Capability Capability { get; } = capability;
}
