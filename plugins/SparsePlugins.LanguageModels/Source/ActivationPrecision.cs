namespace SparsePlugins.LanguageModels;

/// <summary>How activations are kept.</summary>
public enum ActivationPrecision
{
    /// <summary>As they are.</summary>
    Float32,

    /// <summary>Rounded to 11 bits.</summary>
    Float16,
}
