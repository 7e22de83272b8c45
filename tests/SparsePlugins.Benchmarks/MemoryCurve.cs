using System.Diagnostics;
using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.Tests;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Benchmarks;

/// <summary>Resident memory over a long run of updates: it must not grow.</summary>
internal static class MemoryCurve
{
    private const int Points = 20;
    private const int Batches = 64; // Drawn beforehand: it is the memory of steps that is watched.

    /// <summary>Prints a point every twentieth of the run and says whether the second half grew.</summary>
    /// <returns>0 when resident memory stayed under the limits, else 1.</returns>
    public static int Run(bool fused, int steps, int width, int features, int rows)
    {
        set_num_threads(1);
        var options = new TrainingSetup(L1: 0.08);
        using var state = options.CreateState(Start(width, features));
        using ITrainingStep step = fused ? options.CreateFused(state) : options.CreateEager(state);
        using var training = new TrainingBatch();
        var batches = Enumerable.Range(0, Batches).Select(seed => Draw(rows, width, (ulong)seed)).ToList();
        var sizes = new List<double>();
        var clock = Stopwatch.StartNew();
        Console.WriteLine($"{steps} {(fused ? "fused" : "eager")} steps, D/F {width}/{features}, B {rows}\n  step  resident MB  ms/step");
        for (var update = 1; update <= steps; update++)
        {
            training.Load(batches[update % batches.Count]);
            step.Step(training);

            if (update % (steps / Points) == 0)
            {
                sizes.Add(ResidentMegabytes());
                var pace = clock.Elapsed.TotalMilliseconds / update;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{update, 6}  {sizes[^1], 11:F1}  {pace, 7:F2}"));
            }
        }

        return Judge(sizes);
    }

    private static Tensor Draw(int rows, int width, ulong seed)
    {
        using var random = new Generator(seed);
        return randn(rows, width, generator: random);
    }

    private static int Judge(List<double> sizes)
    {
        var growth = sizes[^1] - sizes[sizes.Count / 2];
        var flat = growth < 10 && sizes.Max() < 600;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(flat ? "flat" : "NOT FLAT")}: second half grew {growth:F1} MB, peak {sizes.Max():F0} MB (limits 10, 600)"
            )
        );
        return flat ? 0 : 1;
    }

    private static double ResidentMegabytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1e6;
    }

    private static AutoencoderWeights Start(int width, int features)
    {
        using var context = new ComponentContext(CPU, new RandomSeed(1));
        var directions = randn(features, width, generator: context.Random);
        return AutoencoderWeights.FromDirections(directions, directions, new NoOptions(), context);
    }

    private sealed record NoOptions : InitializerOptions;
}
