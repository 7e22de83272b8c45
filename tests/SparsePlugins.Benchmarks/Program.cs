using System.Globalization;
using SparsePlugins.Benchmarks;
using SparsePlugins.TorchRuntime;

LibTorch.Load();
return args switch
{
    ["quick"] => Quick(),
    ["step"] => StepTable.Run(quick: false),
    ["step", "--quick"] => StepTable.Run(quick: true),
    ["cores"] => CoresTable.Run(),
    ["phases"] => PhaseTable.Run(512, 128, 256),
    ["data"] => GeneratorTable.Run(),
    ["training"] => WholeTraining.Run(),
    ["memory", .. var rest] => Memory(rest),
    ["bytes", var before, var after] => TrainedBytes.Compare(before, after),
    _ => Usage(),
};

// What CI runs: each fails below half of its goal, steps below three eighths where there is no AVX-512.
static int Quick() => Math.Max(StepTable.Run(quick: true), Math.Max(WholeTraining.Run(), GeneratorTable.Run()));

static int Memory(string[] rest)
{
    int? steps = rest is [.., var last] && int.TryParse(last, CultureInfo.InvariantCulture, out var given) ? given : null;
    return rest is ["fused", ..]
        ? MemoryCurve.Run(fused: true, steps ?? 100_000, width: 64, features: 128, rows: 128)
        : MemoryCurve.Run(fused: false, steps ?? 20_000, width: 128, features: 512, rows: 512);
}

static int Usage()
{
    Console.Error.WriteLine(
        "usage: dotnet run -c Release --project tests/SparsePlugins.Benchmarks -- (quick | step [--quick] | cores | phases | data | training | memory [fused] [STEPS] | bytes BEFORE AFTER)"
    );
    return 2;
}
