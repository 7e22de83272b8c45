using SparsePlugins.Contracts;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution.Data;

/// <summary>What the sources of a manifest found when they looked at their data.</summary>
/// <param name="ByLabel">By the source's label, which shows every option that differs from its default.</param>
public sealed record DataSurveys(IReadOnlyDictionary<string, DataSurvey> ByLabel)
{
    /// <summary>Of a manifest whose sources make their data.</summary>
    public static DataSurveys None { get; } = new(new Dictionary<string, DataSurvey>());

    /// <summary>What a source found; <see langword="null"/> where it doesn't look, or wasn't asked.</summary>
    /// <param name="source">The source as a run asks for it.</param>
    public DataSurvey? Find(ComponentSpec source) => ByLabel.GetValueOrDefault(source.Label);
}
