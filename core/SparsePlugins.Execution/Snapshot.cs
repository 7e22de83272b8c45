using SparsePlugins.Contracts;

namespace SparsePlugins.Execution;

/// <summary>Copies for components to read, so that none can change what is trained or what others read.</summary>
internal static class Snapshot
{
    /// <summary>A copy of the parameters, outside the autograd graph.</summary>
    public static ParameterSet Create(ParameterSet parameters) =>
        new([.. parameters.Entries.Select(entry => entry with { Value = entry.Value.detach().clone() })]);

    /// <summary>A copy of the truth, where there is one.</summary>
    public static GroundTruth? Create(GroundTruth? truth) =>
        truth is null ? null : truth with { Features = truth.Features.clone(), FiringProbabilities = truth.FiringProbabilities.clone() };
}
