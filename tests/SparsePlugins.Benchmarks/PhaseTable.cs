using System.Globalization;
using System.Runtime.Intrinsics;
using SparsePlugins.Kernels;
using SparsePlugins.Training.Fused;
using static TorchSharp.torch;

namespace SparsePlugins.Benchmarks;

/// <summary>Where the time of a fused step goes, by density: the four verbs apart. A training from its start goes through all of them.</summary>
internal static unsafe class PhaseTable
{
    private const int Rounds = 7;

    private static readonly double[] _densities = [0.5, 0.3, 0.2, 0.1, 0.05, 0.02];

    /// <summary>Prints the table.</summary>
    public static int Run(int rows, int width, int features)
    {
        set_num_threads(1);
        Console.WriteLine($"ms a step, B {rows}, D/F {width}/{features}; least of {Rounds} rounds");
        Console.WriteLine("| density | pack | encode | decode | learn | sum |\n|---|---|---|---|---|---|");
        foreach (var density in _densities)
        {
            var row = new StepCase(rows, width, features, density, null, 0);
            if (Lanes512.IsSupported)
            {
                Measure<Lanes512, Vector512<float>>(row);
            }
            else
            {
                Measure<Lanes256, Vector256<float>>(row);
            }
        }

        return 0;
    }

    private static void Measure<TLanes, TVector>(StepCase row)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        using var scope = NewDisposeScope();
        using var state = row.Options.CreateState(row.Weights());
        using var packed = new PackedBatch();
        var options = new FusedOptions(row.Options.Form, row.Options.Adam);
        using var encoding = new Encoding<TLanes, TVector>(options, row.Width, row.Features);
        using var decoding = new Decoding<TLanes, TVector>(row.Width, options.GroupEnds(row.Features));
        using var learning = new Learning<TLanes, TVector>(options, row.Width, row.Features);
        using var decoder = new PaddedRows(row.Features, row.Width, TLanes.Count);
        using var bias = new NativeBuffer<float>(Sizes.RoundUp(row.Width, TLanes.Count));
        var batch = row.Batch();
        var source = RawTensor.Floats("batch", batch, (long)row.Rows * row.Width);
        var parameters = new StateMemory(state, row.Options.Form).Find();
        Action[] verbs =
        [
            () => packed.Pack(source, row.Rows, row.Width, TLanes.Count),
            () => encoding.Run(parameters, packed, row.Features),
            () => decoding.Run(decoder.Of(parameters.DecoderWeight.Value), bias.Pointer, packed, encoding.Codes),
            () =>
                learning.Run(
                    parameters,
                    decoder.Of(parameters.DecoderWeight.Value),
                    bias.Pointer,
                    packed,
                    decoding.Errors,
                    encoding.Codes,
                    encoding.Near,
                    1,
                    UpdatePace.Full
                ),
        ];
        Array.ForEach(verbs, verb => verb());
        var turns = 20;
        var least = verbs.Select(_ => double.MaxValue).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var verb = 0; verb < verbs.Length; verb++)
            {
                least[verb] = Math.Min(least[verb], ThreadClock.Time(() => Repeat(verbs[verb], turns)) / turns);
            }
        }

        var density = 100.0 * encoding.Codes.Count / row.Rows / row.Features;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {density:F1} % | {least[0]:F3} | {least[1]:F3} | {least[2]:F3} | {least[3]:F3} | {least.Sum():F3} |"
            )
        );
    }

    private static void Repeat(Action action, int turns)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            action();
        }
    }
}
