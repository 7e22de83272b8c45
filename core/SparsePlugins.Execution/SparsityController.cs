using SparsePlugins.Storage;
using SparsePlugins.Training;

namespace SparsePlugins.Execution;

/// <summary>Steers the sparsity penalty to a mean number of active features.</summary>
/// <remarks>
/// The penalty is multiplied by exp(u). After each update u moves by <see cref="Gain"/> times e = log(L0 / target), at most 1 either way, where L0 is that of
/// the update's batch; and the multiplier in use is exp(u + <see cref="Damping"/> mean e), with the mean over about <see cref="Memory"/> updates: the codes
/// answer to a penalty with a delay, and without that term L0 would swing around its target.
/// </remarks>
/// <param name="target">More than 0.</param>
/// <param name="state">That of a checkpoint, or <see cref="SparsityState.Start"/>.</param>
internal sealed class SparsityController(double target, SparsityState state)
{
    private const double Gain = 0.01;
    private const double Damping = 1.0;
    private const double Memory = 20;
    private const double Most = 27.6; // A multiplier of 1e12, or 1e-12.

    /// <summary>What a checkpoint holds of it.</summary>
    public SparsityState State { get; private set; } = state;

    /// <summary>What the penalty of the next update is multiplied by.</summary>
    public double Multiplier => Math.Exp(Math.Clamp(State.Log + (Damping * State.Error), -Most, Most));

    /// <summary>Takes note of an update.</summary>
    /// <param name="result">Of the update.</param>
    /// <param name="rows">B.</param>
    public void Observe(IStepResult result, long rows)
    {
        var active = result.Active / (double)rows;
        var error = Math.Clamp(Math.Log((active + 1e-3) / target), -1, 1);
        State = new(Math.Clamp(State.Log + (Gain * error), -Most, Most), State.Error + ((error - State.Error) / Memory));
    }
}
