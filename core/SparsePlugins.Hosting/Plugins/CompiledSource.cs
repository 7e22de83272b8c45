namespace SparsePlugins.Hosting.Plugins;

/// <summary>What the compiler made of a source file.</summary>
/// <param name="Image">The assembly, with its symbols in it; empty where there are errors.</param>
/// <param name="Documentation">Its XML documentation.</param>
/// <param name="Errors">The first ones, as <c>noisy.cs(12,9): error CS0103: ...</c>.</param>
internal sealed record CompiledSource(byte[] Image, byte[] Documentation, IReadOnlyList<string> Errors);
