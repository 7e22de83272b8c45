namespace SparsePlugins.Contracts;

/// <summary>Declares that a metric compares with the true features, so its source must implement <see cref="IGroundTruth"/>.</summary>
/// <remarks>A manifest that asks for such a metric of another source is refused before anything runs.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NeedsGroundTruthAttribute : Attribute;
