namespace SparsePlugins.TorchRuntime;

/// <summary>What a person may ask for with --device.</summary>
public enum DeviceChoice
{
    /// <summary>The first GPU if one answers, else the CPU.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>The first GPU, or an error.</summary>
    Cuda,
}
