namespace SparsePlugins.Reinitializers;

/// <summary>What of a point is the new direction.</summary>
public enum RevivalDirection
{
    /// <summary>What is left unexplained.</summary>
    Residual,

    /// <summary>The point itself.</summary>
    Point,
}
