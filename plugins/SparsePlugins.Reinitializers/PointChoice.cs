namespace SparsePlugins.Reinitializers;

/// <summary>Which of scored points are taken.</summary>
public enum PointChoice
{
    /// <summary>Drawn without replacement, with probability proportional to the square of the score.</summary>
    Drawn,

    /// <summary>The largest scores first.</summary>
    Top,
}
