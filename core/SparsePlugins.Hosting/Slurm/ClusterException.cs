namespace SparsePlugins.Hosting.Slurm;

/// <summary>The cluster's settings are wrong, or the scheduler can't be reached or refuses.</summary>
/// <param name="message">A sentence for the user.</param>
public sealed class ClusterException(string message) : Exception(message);
