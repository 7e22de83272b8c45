namespace SparsePlugins.Output.Streams;

/// <summary>The result of a command can't be written to standard output.</summary>
/// <param name="reason">Why, as the system says.</param>
public sealed class OutputException(string reason)
    : Exception($"standard output can't be written: {reason}; redirect it to a file or a program that can take it");
