namespace SparsePlugins.Conformance;

/// <summary>What is said of a component that draws, or doesn't, against its own word.</summary>
internal static class Chance
{
    /// <summary>The sentence.</summary>
    /// <param name="promised">What its <c>UsesRandomness</c> says.</param>
    /// <param name="result">What it returns.</param>
    internal static string Complaint(bool promised, string result) =>
        promised
            ? $"another seed gives the same {result}: draw from context.Random, or, if it is deterministic, override UsesRandomness in its test"
            : $"another seed gives another {result}, but its test says that chance plays no part; remove the override of UsesRandomness";
}
