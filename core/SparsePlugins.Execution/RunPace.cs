using SparsePlugins.Kernels;
using SparsePlugins.Specs;
using SparsePlugins.Storage;
using SparsePlugins.Training;

namespace SparsePlugins.Execution;

/// <summary>What each update of a run multiplies its settings by: the schedules of its spec, the warm-up after a revival, and the steered penalty.</summary>
/// <param name="spec">Schedules and target L0.</param>
/// <param name="k">Of the architecture; 0 where it doesn't keep a number of codes.</param>
/// <param name="reviver">Knows when features were last revived; <see langword="null"/> where nothing is revived.</param>
/// <param name="state">That of a checkpoint, or <see cref="SparsityState.Start"/>.</param>
internal sealed class RunPace(RunSpec spec, int k, FeatureReviver? reviver, SparsityState state)
{
    private readonly SparsityController? _controller = spec.Training.TargetL0 > 0 ? new(spec.Training.TargetL0, state) : null;

    /// <summary>What a checkpoint holds of it.</summary>
    public SparsityState State => _controller?.State ?? state;

    /// <summary>That of update number <paramref name="step"/>, from 1.</summary>
    public UpdatePace At(long step) =>
        new(LearningPace.At(spec, step, reviver?.LastRevival), LearningPace.SparsityAt(spec, step) * (_controller?.Multiplier ?? 1))
        {
            K = LearningPace.KAt(spec.Training, step, k),
        };

    /// <summary>Takes note of update number <paramref name="step"/>. While the penalty rises, L0 says little about its full weight.</summary>
    /// <param name="step">From 1.</param>
    /// <param name="result">Of the update.</param>
    /// <param name="rows">B.</param>
    public void Observe(long step, IStepResult result, long rows)
    {
        if (LearningPace.SparsityAt(spec, step) == 1)
        {
            _controller?.Observe(result, rows);
        }
    }
}
