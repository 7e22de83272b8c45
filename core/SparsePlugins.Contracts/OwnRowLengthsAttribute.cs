namespace SparsePlugins.Contracts;

/// <summary>
/// States that an initializer gives decoder rows lengths of its own. A manifest that uses it with an architecture which keeps them at 1 is refused before
/// anything is trained.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OwnRowLengthsAttribute : Attribute;
