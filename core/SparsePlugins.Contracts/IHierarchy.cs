namespace SparsePlugins.Contracts;

/// <summary>Implemented beside <see cref="IGroundTruth"/> by a source whose features form trees: a child is active only where its parent is.</summary>
public interface IHierarchy
{
    /// <summary>The parents of the true features.</summary>
    /// <param name="context">A context with the seed that the source is opened with.</param>
    /// <returns>[G] for each feature the number of its parent, -1 where it has none.</returns>
    IReadOnlyList<int> Parents(ComponentContext context);
}
