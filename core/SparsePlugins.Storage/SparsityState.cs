namespace SparsePlugins.Storage;

/// <summary>What a run knows of the penalty that leads to its target L0.</summary>
/// <param name="Log">Logarithm of what the penalty is multiplied by.</param>
/// <param name="Error">Recent mean of log(L0 / target).</param>
public sealed record SparsityState(double Log, double Error)
{
    /// <summary>Before the first update.</summary>
    public static SparsityState Start { get; } = new(0, 0);
}
