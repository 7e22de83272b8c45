namespace SparsePlugins.Sources;

/// <summary>An active feature of a sample; strengths are above 0.</summary>
internal readonly record struct SynthActivation(int Feature, float Strength);
