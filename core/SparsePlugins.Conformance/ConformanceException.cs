namespace SparsePlugins.Conformance;

/// <summary>A component breaks a rule.</summary>
/// <param name="message">What it does, and what to do instead.</param>
public sealed class ConformanceException(string message) : Exception(message);
