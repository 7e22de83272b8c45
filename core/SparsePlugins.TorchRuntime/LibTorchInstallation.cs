namespace SparsePlugins.TorchRuntime;

/// <summary>The libtorch that this process computes with.</summary>
/// <param name="Folder">Full path of the folder that holds libtorch_cpu.so.</param>
/// <param name="Origin">Who named that folder.</param>
/// <param name="Version">libtorch's version as it says itself, such as 2.10.0 or 2.11.0+cu130; "unknown" when it says none.</param>
/// <param name="Build">Eight hexadecimal digits that two builds of one version, with what they loaded below them, don't share.</param>
/// <param name="WrapperPath">Full path of the libLibTorchSharp.so in use; a temporary copy is deleted once it is loaded.</param>
/// <param name="WrapperRepaired">True when that is a copy that no longer insists on a newer libstdc++.</param>
/// <param name="HasCuda">True when this libtorch is a CUDA build; whether a GPU answers is for <see cref="Devices"/> to say.</param>
/// <param name="Notes">What a reader of a report should know, a sentence each; usually empty or one.</param>
public sealed record LibTorchInstallation(
    string Folder,
    LibTorchOrigin Origin,
    string Version,
    string Build,
    string WrapperPath,
    bool WrapperRepaired,
    bool HasCuda,
    IReadOnlyList<string> Notes
);
