using SparsePlugins.Specs;

namespace SparsePlugins.Execution;

/// <summary>
/// How much of its learning rate a run uses, which rises linearly over the first steps, and again over those after a reinitialization, and may fall over
/// the last ones; how much of its sparsity penalty; and how many codes it keeps.
/// </summary>
internal static class LearningPace
{
    /// <summary>What the learning rate of a step is multiplied by; more than 0, at most 1.</summary>
    /// <param name="spec">Both warm-ups, in steps.</param>
    /// <param name="step">From 1.</param>
    /// <param name="revived">The step after which dead features were last reinitialized, if ever.</param>
    public static double At(RunSpec spec, long step, long? revived)
    {
        var start = Risen(step, spec.Training.WarmUp);
        var risen =
            revived is { } last && spec.Reinitializer is { } reinitializer
                ? Math.Min(start, Risen(step - last, reinitializer.WarmUp))
                : start;
        return risen * Left(spec.Training, step) * Dropped(spec.Training, step);
    }

    /// <summary>What the sparsity penalty of a step is multiplied by; more than 0, at most 1.</summary>
    /// <param name="spec">Its warm-up, in steps.</param>
    /// <param name="step">From 1.</param>
    public static double SparsityAt(RunSpec spec, long step) => Risen(step, spec.Training.SparsityWarmUp);

    /// <summary>How many codes of a row a step keeps, rounded down; <see langword="null"/> for as many as the architecture says.</summary>
    /// <param name="training">k at first, and over how many steps it falls.</param>
    /// <param name="step">From 1.</param>
    /// <param name="k">Of the architecture; 0 where it doesn't keep a number of them.</param>
    public static int? KAt(TrainingSpec training, long step, int k)
    {
        var (from, length, fallen) = (training.KFrom, training.KDecrease, step - 1);
        return from == 0 || k == 0 || fallen >= length ? null : (int)(((from * (length - fallen)) + (k * fallen)) / length);
    }

    /// <summary>What is left after the drops before a step.</summary>
    private static double Dropped(TrainingSpec training, long step) =>
        Math.Pow(training.DropFactor, training.Drops.Count(drop => drop < step));

    /// <summary>What a decay leaves: 1 before its first step; the step after the last one would have 0.</summary>
    private static double Left(TrainingSpec training, long step)
    {
        // In decimal, as it is written: as doubles, 0.07 of 100 steps is a little more than 7.
        var length = training.Decay.IsNoDecay ? 0 : (long)Math.Ceiling((decimal)training.DecayLast * training.Steps);
        var into = step - (training.Steps - length) - 1;
        return into <= 0 || length == 0 ? 1
            : training.Decay.IsLinearDecay ? 1 - ((double)into / length)
            : 0.5 * (1 + Math.Cos(Math.PI * into / length));
    }

    private static double Risen(long steps, long length) => steps >= length ? 1 : (double)steps / length;
}
