using SparsePlugins.Execution.Data;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>A manifest after every check that needs no training.</summary>
/// <param name="Result">The plan, or the problems.</param>
/// <param name="Text">The manifest as read.</param>
/// <param name="Files">How its paths are resolved.</param>
public sealed record LoadedManifest(PlanResult Result, string Text, InputFiles Files)
{
    /// <summary>How a line begins that states an override, before the manifest's own text.</summary>
    public const string OverrideLine = "# run with --set ";

    /// <summary>What its sources found when they looked at their data.</summary>
    public DataSurveys Surveys { get; init; } = DataSurveys.None;
}
