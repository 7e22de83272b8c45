namespace SparsePlugins.Contracts;

/// <summary>States the unit of a numeric option, as help and the schema show it.</summary>
/// <param name="unit">A plural noun or a symbol: <c>features</c>, <c>steps</c>, <c>fraction</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UnitAttribute(string unit) : Attribute
{
    /// <summary>The unit.</summary>
    public string Unit { get; } = unit;
}
