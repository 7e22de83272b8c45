using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.Tests;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Benchmarks;

/// <summary>A training from its initialization, when half of the features are active, to its end, when two in a hundred are: the same loss and MMCS, sooner.</summary>
internal static class WholeTraining
{
    private const int Rows = 256;
    private const int Width = 128;
    private const int Features = 256;
    private const int Steps = 3000;
    private const int StepsBetweenLosses = 10; // As often as an experiment evaluates.
    private const double Goal = 6;

    private static readonly TrainingSetup _options = new(L1: 0.06, DecoderBias: true);

    /// <summary>Prints the two trainings and their ratio.</summary>
    /// <returns>1 if it is below half of the goal, or the trainings end apart.</returns>
    public static int Run()
    {
        set_num_threads(1);
        using var toy = new ToyBatches(count: 256, Rows, Width, Features, active: 5);
        using var weights = Start();
        Fused(weights, toy, steps: 100); // Until its methods are compiled.
        var (eager, fused) = (Eager(weights, toy, Steps), Fused(weights, toy, Steps));
        var ratio = eager.Seconds / fused.Seconds;
        Console.WriteLine($"{Steps} steps from initialization, B {Rows}, D/F {Width}/{Features}, toy data with 5 active features a sample");
        Console.WriteLine("| | s | loss | MMCS |\n|---|---|---|---|");
        Print("stock eager", eager);
        Print("fused", fused);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio {ratio:F1}"));
        var passed = ratio >= Goal / 2 && Math.Abs(fused.Loss / eager.Loss - 1) < 0.01 && Math.Abs(fused.Mmcs - eager.Mmcs) < 0.005;
        Console.WriteLine(
            passed
                ? ""
                : FormattableString.Invariant(
                    $"FAILED: a ratio of at least {Goal / 2}, losses within 1 % and MMCS within 0.005 are asked for"
                )
        );
        return passed ? 0 : 1;
    }

    private static Ending Eager(DisposableWeights weights, ToyBatches toy, int steps)
    {
        using var stock = new StockEager(weights.Value, _options);
        var (last, start) = (0.0, ThreadClock.Milliseconds);
        for (var step = 0; step < steps; step++)
        {
            last = stock.Step(toy[step]);
        }

        return new Ending((ThreadClock.Milliseconds - start) / 1e3, last, toy.Mmcs(stock.Decoder));
    }

    private static Ending Fused(DisposableWeights weights, ToyBatches toy, int steps)
    {
        using var state = _options.CreateState(weights.Value);
        using var fused = _options.CreateFused(state);
        using var batch = new TrainingBatch();
        var (last, start) = (0.0, ThreadClock.Milliseconds);
        for (var step = 0; step < steps; step++)
        {
            batch.Load(toy[step]);
            var result = fused.Step(batch);
            last = (step + 1) % StepsBetweenLosses == 0 ? result.Loss : last;
        }

        return new Ending((ThreadClock.Milliseconds - start) / 1e3, last, toy.Mmcs(state.Weights.DecoderWeight));
    }

    private static void Print(string name, Ending ending) =>
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"| {name} | {ending.Seconds:F3} | {ending.Loss:G5} | {ending.Mmcs:F4} |")
        );

    /// <summary>The framework's default for the encoder, random directions for the decoder.</summary>
    private static DisposableWeights Start()
    {
        using var scope = NewDisposeScope();
        using var context = new ComponentContext(CPU, new RandomSeed(1));
        var directions = randn(Features, Width, generator: context.Random);
        return new DisposableWeights(AutoencoderWeights.FromDirections(directions, directions, new Defaults(), context));
    }

    private sealed record Ending(double Seconds, double Loss, double Mmcs);

    private sealed record Defaults : InitializerOptions;

    private sealed class DisposableWeights(AutoencoderWeights value) : IDisposable
    {
        private readonly Tensor[] _all =
        [
            value.EncoderWeight.DetachFromDisposeScope(),
            value.EncoderBias.DetachFromDisposeScope(),
            value.DecoderWeight.DetachFromDisposeScope(),
            value.DecoderBias.DetachFromDisposeScope(),
        ];

        public AutoencoderWeights Value => value;

        public void Dispose() => Array.ForEach(_all, tensor => tensor.Dispose());
    }
}
