namespace SparsePlugins.TorchRuntime;

/// <summary>The libtorch that this process computes with.</summary>
/// <param name="Folder">Full path of the folder that holds libtorch_cpu.so.</param>
/// <param name="Origin">Who named that folder.</param>
/// <param name="WrapperPath">Full path of the libLibTorchSharp.so in use.</param>
/// <param name="WrapperRepaired">True when that is a copy that no longer insists on a newer libstdc++.</param>
/// <param name="HasCuda">True when this libtorch is a CUDA build; whether a GPU answers is another question.</param>
public sealed record LibTorchInstallation(string Folder, LibTorchOrigin Origin, string WrapperPath, bool WrapperRepaired, bool HasCuda);
