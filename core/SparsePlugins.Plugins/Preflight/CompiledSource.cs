namespace SparsePlugins.Plugins;

/// <summary>What the compiler made of a source file.</summary>
/// <param name="Image">The assembly, with its symbols in it; empty where it does not compile.</param>
/// <param name="Documentation">Its XML documentation.</param>
/// <param name="Errors">The first ones, as <c>noisy.cs(12,9): error CS0103: ...</c>: the compiler's or, of a file that compiles, breaches of <see cref="SourceFileRules"/>.</param>
internal sealed record CompiledSource(byte[] Image, byte[] Documentation, IReadOnlyList<string> Errors);
