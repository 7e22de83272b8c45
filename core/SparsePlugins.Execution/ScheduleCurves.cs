using SparsePlugins.Kernels;
using SparsePlugins.Records;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution;

/// <summary>What the schedules of a run come to at its evaluations: no metric measures it, and reports draw it.</summary>
internal static class ScheduleCurves
{
    private static readonly MeasurementFacts _learningRate = Describe(
        "learning-rate",
        "learning rate",
        "the learning rate of the last update before an evaluation"
    );

    private static readonly MeasurementFacts _sparsityWeight = Describe(
        "sparsity-weight",
        "sparsity weight",
        "the weight of the architecture's sparsity penalty, such as l1, in the last update before an evaluation"
    );

    private static readonly MeasurementFacts _k = Describe("k", "k", "how many codes of a row the last update before an evaluation kept");

    /// <summary>The values of an update.</summary>
    /// <param name="training">The settings that its pace multiplies.</param>
    /// <param name="architecture">Has a penalty, a k, or neither.</param>
    /// <param name="pace">Of the update.</param>
    public static IEnumerable<(MeasurementFacts Facts, double Value)> At(
        TrainingSpec training,
        RunArchitecture architecture,
        UpdatePace pace
    )
    {
        yield return (_learningRate, training.LearningRate * pace.LearningRate);
        if (architecture.PenaltyWeight is > 0 and var weight)
        {
            yield return (_sparsityWeight, weight * pace.Sparsity);
        }

        if (architecture.K is > 0 and var k)
        {
            yield return (_k, pace.K ?? k);
        }
    }

    /// <summary>The curves that a record holds: of schedules those that varied.</summary>
    public static IEnumerable<Curve> Recorded(IEnumerable<Curve> curves) =>
        curves.Where(curve => !curve.Facts.ReportedAs.IsSchedule || curve.Values.Distinct().Skip(1).Any());

    private static MeasurementFacts Describe(string name, string displayName, string meaning) =>
        new(name, metric: "", displayName, meaning, unit: "", BetterSide.Neither, ReportedAs.Schedule);
}
