using System.Runtime.CompilerServices;
using SparsePlugins.TorchRuntime;
using TorchSharp;

namespace SparsePlugins.Conformance;

/// <summary>Loads libtorch before the first conformance test runs, whoever wrote the plugin and in whatever language.</summary>
internal static class TorchStart
{
    // The usual warning is for libraries whose users may not expect it; users of this one are tests, and `sparse plugin check`.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void LoadTorch()
    {
        LibTorch.Load();
        // A sum's last bits depend on the number of threads, and test assemblies run side by side.
        torch.set_num_threads(1);
    }
}
