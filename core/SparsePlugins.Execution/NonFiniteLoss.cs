using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Finds out why a loss is not a number: data that float32 can't square, a dictionary that began so, or training that diverged.</summary>
/// <param name="HasDiverged">Whether training did it: neither the data nor the initialization explains it.</param>
/// <param name="Message">What was found.</param>
internal sealed record NonFiniteLoss(bool HasDiverged, string Message)
{
    /// <summary>The largest number of float32.</summary>
    private const double Most = float.MaxValue;

    /// <summary>For a loss that was not finite at the first update, before anything was trained.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="batch">[B, D], of that update.</param>
    /// <param name="initializer">Label of the initializer.</param>
    /// <param name="largestWeight">Of the initialization.</param>
    /// <param name="data">Where the batch comes from.</param>
    public static NonFiniteLoss AtFirstUpdate(double loss, Tensor batch, string initializer, double largestWeight, CohortData data)
    {
        var scale = Scale.Of(batch);
        var start = $"the loss is {Text(loss)} at the first update, before anything was trained";
        return new NonFiniteLoss(
            HasDiverged: false,
            data.FaultOf(batch) is { } fault ? $"{start}: {fault}"
                : scale.Overflows ? $"{start}: {scale.Explain(1)}"
                : $"{start}: initializer {initializer} gives weights of up to {Text(largestWeight)} for activations of up to {Text(scale.Largest)}"
        );
    }

    /// <summary>For a loss that stopped being finite since it was last looked at.</summary>
    /// <param name="loss">The loss at <paramref name="step"/>.</param>
    /// <param name="before">The loss when it was last looked at, and the step of that; 0 for never.</param>
    /// <param name="step">Now.</param>
    /// <param name="lastRevival">The step after which features were last revived, if ever.</param>
    /// <param name="learningRate">The run's.</param>
    /// <param name="data">Draws the batches between once more.</param>
    public static NonFiniteLoss Since(
        double loss,
        (long Step, double Loss) before,
        long step,
        long? lastRevival,
        double learningRate,
        CohortData data
    )
    {
        var start = $"the loss is {Text(loss)} at step {step}";
        if (FindOverflow(Math.Max(before.Step, 1), step, data, out var largest) is { } overflow)
        {
            return new NonFiniteLoss(HasDiverged: false, $"{start}: {overflow}");
        }

        var since = before.Step > 0 ? $" and was {Text(before.Loss)} at step {before.Step}" : "";
        var seen = largest is { } most ? $"; the activations of the batches since then are at most {Text(most)}" : "";
        var cause =
            lastRevival >= before.Step
                ? $"features were revived after step {lastRevival}"
                : $"a training.learning_rate below {Text(learningRate)} makes smaller updates";
        return new NonFiniteLoss(HasDiverged: true, $"{start}{since}{seen}; {cause}");
    }

    /// <summary>The largest magnitude of a parameter, for messages.</summary>
    public static double LargestWeight(ParameterSet parameters)
    {
        using var scope = NewDisposeScope();
        return parameters.Entries.Where(entry => entry.Value.is_floating_point()).Max(entry => entry.Value.abs().max().item<float>());
    }

    /// <summary>The first batch whose squares overflow; draws again what is gone by now.</summary>
    private static string? FindOverflow(long first, long last, CohortData data, out double? largest)
    {
        largest = null;
        try
        {
            for (var step = first; step <= last; step++)
            {
                using var batch = data.TrainingBatch(step);
                if (data.FaultOf(batch) is { } fault)
                {
                    return $"the batch of step {step}: {fault}";
                }

                var scale = Scale.Of(batch);
                if (scale.Overflows)
                {
                    return scale.Explain(step);
                }

                largest = Math.Max(largest ?? 0, scale.Largest);
            }
        }
        catch (ComponentException)
        {
            largest = null; // The source does not give them again, so nothing is known of them.
        }

        return null;
    }

    private static string Text(double number) => number.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>How large the activations of a batch are.</summary>
    /// <param name="Largest">Of all absolute values.</param>
    /// <param name="SquareSum">Of the squares of a row, of the row where it is largest: errors are squared and summed row by row.</param>
    private readonly record struct Scale(double Largest, double SquareSum)
    {
        public bool Overflows => !(SquareSum <= Most);

        public static Scale Of(Tensor batch)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var exact = batch.to_type(ScalarType.Float64);
            return new Scale(exact.abs().max().item<double>(), (exact * exact).sum(dim: 1).max().item<double>());
        }

        public string Explain(long step) =>
            $"the batch of step {step} has activations of up to {Text(Largest)}, whose squares sum to more than float32 holds ({Text(Most)}); "
            + "scale the activations down (source.scale), or leave such rows out (source.drop_longer_than)";
    }
}
