using System.Globalization;
using SparsePlugins.Benchmarks;
using SparsePlugins.TorchRuntime;

LibTorch.Load();
return args switch
{
    ["memory"] => MemoryCurve.Run(steps: 20_000, width: 128, features: 512, rows: 512),
    ["memory", var steps] => MemoryCurve.Run(int.Parse(steps, CultureInfo.InvariantCulture), 128, 512, 512),
    ["step"] => StepTable.Run(quick: false),
    ["step", "--quick"] => StepTable.Run(quick: true),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/SparsePlugins.Benchmarks -- (step [--quick] | memory [STEPS])");
    return 2;
}
