using SparsePlugins.Planning;

namespace SparsePlugins.Execution;

/// <summary>How much of its learning rate a run uses: it rises linearly over the first steps, and again over those after a reinitialization.</summary>
internal static class LearningPace
{
    /// <summary>What the learning rate of a step is multiplied by; more than 0, at most 1.</summary>
    /// <param name="spec">Both warm-ups, in steps.</param>
    /// <param name="step">From 1.</param>
    /// <param name="revived">The step after which dead features were last reinitialized, if ever.</param>
    public static double At(RunSpec spec, long step, long? revived)
    {
        var start = Risen(step, spec.Training.WarmUp);
        return revived is { } last && spec.Reinitializer is { } reinitializer
            ? Math.Min(start, Risen(step - last, reinitializer.WarmUp))
            : start;
    }

    private static double Risen(long steps, long length) => steps >= length ? 1 : (double)steps / length;
}
