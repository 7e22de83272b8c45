using System.Diagnostics;
using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static TorchSharp.torch;

namespace SparsePlugins.Benchmarks;

/// <summary>Samples a second of the simulated sources on one core, tensors and all.</summary>
internal static class GeneratorTable
{
    private const int Rows = 512;
    private const int Rounds = 7;
    private const double Goal = 5e6; // Of the first row.

    private static readonly ToySuperpositionOptions _plain = new() { ActivationDim = 128, Features = 256 };

    private static readonly (string Name, ToySuperpositionOptions Options)[] _cases =
    [
        ("D 128, G 256", _plain),
        ("D 128, G 1024", _plain with { Features = 1024 }),
        (
            "D 512, G 4096, 20 active",
            new ToySuperpositionOptions
            {
                ActivationDim = 512,
                Features = 4096,
                Active = 20,
            }
        ),
        ("D 128, G 256, noise", _plain with { Noise = 0.05 }),
        ("D 128, G 256, correlated by batch", _plain with { Correlation = FiringCorrelation.PerBatch }),
        ("D 128, G 256, correlated by sample", _plain with { Correlation = FiringCorrelation.PerSample }),
    ];

    private static readonly (string Name, int Shrink)[] _benchmarks =
    [
        ("synth-sae-bench, D 96, G 1024", 16),
        ("synth-sae-bench, D 272, G 4096", 4),
        ("synth-sae-bench, D 768, G 16384", 1),
    ];

    /// <summary>Prints the table.</summary>
    /// <returns>1 if the first row is below half of its goal.</returns>
    public static int Run()
    {
        set_num_threads(1);
        Console.WriteLine($"| toy-superposition and synth-sae-bench, batches of {Rows} | million samples/s |\n|---|---|");
        var rates = _cases.Select(one => Measure(new ToySuperpositionSource(one.Options))).ToArray();
        foreach (var (one, rate) in _cases.Zip(rates))
        {
            Print(one.Name, rate);
        }

        foreach (var (name, shrink) in _benchmarks)
        {
            var options = new SynthSaeBenchOptions { Shrink = shrink, OrthogonalizationSteps = 0 };
            Print(name, Measure(new SynthSaeBenchSource(options)));
            Print("the same, sampler: dense", Measure(new SynthSaeBenchSource(options with { Sampler = SynthSampling.Dense })));
        }

        var passed = rates[0] >= Goal / 2;
        Console.WriteLine(
            passed ? "" : FormattableString.Invariant($"FAILED: at least {Goal / 2e6} million samples/s are asked for in the first row")
        );
        return passed ? 0 : 1;
    }

    private static void Print(string name, double rate) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {rate / 1e6:F4} |"));

    private static double Measure(IActivationSource source)
    {
        using var context = new ComponentContext(CPU, new RandomSeed(1), CancellationToken.None);
        using var stream = source.Open(context);
        var index = 0L;
        return Rate(() => stream.Batch(DataSplit.Training, index++, Rows).Dispose());
    }

    private static double Rate(Action draw)
    {
        WarmUp(draw);
        var turns = (int)Math.Clamp(100 / ThreadClock.Time(draw), 1, 500);
        var least = Enumerable.Range(0, Rounds).Min(_ => ThreadClock.Time(() => Repeat(draw, turns)));
        return Rows / (least / turns * 1e-3);
    }

    /// <summary>Until the runtime has compiled its methods with all optimizations, which takes calls and then time.</summary>
    private static void WarmUp(Action draw)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 1.5; )
        {
            draw();
        }
    }

    private static void Repeat(Action draw, int turns)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            draw();
        }
    }
}
