namespace SparsePlugins.TorchRuntime.Tests;

/// <summary>A fact of CPU builds of libtorch, which the tests load unless SPARSEPLUGINS_LIBTORCH names another.</summary>
public sealed class CpuBuildFactAttribute : FactAttribute
{
    public CpuBuildFactAttribute() => Skip = LibTorch.Load().HasCuda ? "this libtorch is a CUDA build" : null;
}
