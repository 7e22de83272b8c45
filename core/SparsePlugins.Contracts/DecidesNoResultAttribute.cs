namespace SparsePlugins.Contracts;

/// <summary>Marks an option that changes neither the rows nor any result, such as where files are kept or how activations are shown.</summary>
/// <remarks>
/// Its value is in a run's record, but not in its id: another value retrains nothing, and runs that differ in it alone have the same data.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DecidesNoResultAttribute : Attribute;
