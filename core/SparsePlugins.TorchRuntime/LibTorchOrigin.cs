namespace SparsePlugins.TorchRuntime;

/// <summary>Who named the folder that libtorch was loaded from.</summary>
public enum LibTorchOrigin
{
    /// <summary>The environment variable SPARSEPLUGINS_LIBTORCH, usually a Python PyTorch's torch/lib.</summary>
    Environment,

    /// <summary>The folder libtorch/ beside the program.</summary>
    App,

    /// <summary>The NuGet cache of the machine that built the program.</summary>
    NuGet,

    /// <summary>The Python environment that is active: VIRTUAL_ENV, or else CONDA_PREFIX.</summary>
    Python,
}
