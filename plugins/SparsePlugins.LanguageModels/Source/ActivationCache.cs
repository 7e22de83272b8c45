namespace SparsePlugins.LanguageModels;

/// <summary>Where activations are kept.</summary>
public enum ActivationCache
{
    /// <summary>In files that are shared.</summary>
    Disk,

    /// <summary>In memory.</summary>
    Memory,
}
