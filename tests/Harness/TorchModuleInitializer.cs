using System.Runtime.CompilerServices;
using SparsePlugins.TorchRuntime;
using TorchSharp;

// One test at a time: tests count the tensors that are alive, and most make some outside a dispose scope.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

/// <summary>Runs before anything else of the test assembly that this file is linked into (see Directory.Build.props).</summary>
internal static class TorchModuleInitializer
{
    [ModuleInitializer]
    internal static void LoadTorch()
    {
        LibTorch.Load();
        // A sum's last bits depend on the number of threads, and test assemblies run side by side.
        torch.set_num_threads(1);
    }
}
