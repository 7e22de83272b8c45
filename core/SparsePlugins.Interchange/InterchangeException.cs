namespace SparsePlugins.Interchange;

/// <summary>A dictionary can't be read, or can't be written in a format: a sentence for the person who asked for it.</summary>
/// <param name="message">Names the file or folder, the rule and the value, and what to do.</param>
/// <param name="cause">What found it.</param>
public sealed class InterchangeException(string message, Exception? cause = null) : Exception(message, cause);
