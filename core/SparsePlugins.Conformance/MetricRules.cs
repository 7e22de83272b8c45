using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The rules of metrics.</summary>
public static class MetricRules
{
    /// <summary>The rules, those of every component first.</summary>
    public static IReadOnlyList<Rule<CheckedMetric>> All { get; } =
    [
        .. ComponentRules.Of<CheckedMetric>(),
        new("The first measurement has the name of the metric and the others begin with it", MeasurementRules.NamesFit),
        new("Every value of a plain case is finite", MeasurementRules.ValuesAreFinite),
        new("What it measures is what it declares", MeasurementRules.DeclarationsHold),
        new("What it declares can stand in a report", MeasurementRules.DeclarationsAreReadable),
        new("Measuring the same again gives the same", SameAgain),
        new("How the data is cut into batches changes nothing", BatchesDoNotMatter),
        new("What it reads is left as it was", it => Conduct.LeavesUntouched(Inputs(it.Problem), () => it.Measure(it.Problem.Batches))),
        new("No tensor outlives the measurement", it => Conduct.LeavesNothingBehind(() => it.Measure(it.Problem.Batches))),
        new("Every batch may be shown in a dispose scope of its own", KeepsNoTensors),
        new("Global randomness is neither read nor advanced", it => Conduct.UsesNoGlobalRandomness(() => Bytes(it))),
    ];

    private static void SameAgain(CheckedMetric it) =>
        Require.That(
            it.Measure(it.Problem.Batches).SequenceEqual(it.Measure(it.Problem.Batches)),
            "two new metrics measure the same case differently"
        );

    private static void BatchesDoNotMatter(CheckedMetric it)
    {
        var whole = it.Measure(it.Problem.Batches);
        var pieces = it.Measure(it.Problem.Batches.SelectMany(batch => Cut(batch, 1, 50, batch.Input.shape[0])));
        Require.All(
            whole.Zip(pieces),
            pair =>
                Require.That(
                    pair.First.Value.Equals(pair.Second.Value) || Math.Abs(pair.First.Value - pair.Second.Value) <= it.BatchTolerance,
                    $"'{pair.First.Name}' of the whole data is {pair.First.Value}, of the same data in pieces {pair.Second.Value}"
                )
        );
    }

    private static void KeepsNoTensors(CheckedMetric it)
    {
        var metric = it.Create();
        foreach (var batch in metric is IObservingMetric ? it.Problem.Batches : [])
        {
            Conduct.LeavesNothingBehind(() => ((IObservingMetric)metric).Observe(it.Shown(batch)));
        }

        Require.That(
            it.Measure(it.Problem.Batches).SequenceEqual(metric.Measure(it.Subject)),
            "it measures something else when each batch is shown in a dispose scope of its own; keep numbers between batches, not tensors"
        );
    }

    private static byte[][] Bytes(CheckedMetric it) =>
        [.. it.Measure(it.Problem.Batches).Select(measurement => BitConverter.GetBytes(measurement.Value))];

    private static IEnumerable<EvaluationBatch> Cut(EvaluationBatch batch, params long[] ends)
    {
        var start = 0L;
        foreach (var end in ends)
        {
            yield return new EvaluationBatch(Rows(batch.Input), Rows(batch.Codes), Rows(batch.Reconstruction))
            {
                Firing = batch.Firing?.Take((int)start..(int)end).ToArray(),
            };
            start = end;
            Tensor Rows(Tensor whole) => whole.narrow(0, start, end - start);
        }
    }

    private static IEnumerable<Tensor> Inputs(ToyProblem problem)
    {
        var (weights, truth) = (problem.Weights, problem.Truth);
        var batches = problem.Batches.SelectMany(batch => new[] { batch.Input, batch.Codes, batch.Reconstruction });
        return
        [
            weights.EncoderWeight,
            weights.EncoderBias,
            weights.DecoderWeight,
            weights.DecoderBias,
            truth.Features,
            truth.FiringProbabilities,
            .. batches,
        ];
    }
}
