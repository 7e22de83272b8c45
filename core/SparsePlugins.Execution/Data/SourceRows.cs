using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Data;

/// <summary>Rows of a manifest's source for whoever runs dictionaries outside any run.</summary>
public static class SourceRows
{
    /// <summary>The evaluation rows of a cohort as its source gives them, in blocks [B, D]; the caller disposes them.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="context">What paths mean, and where tensors live.</param>
    /// <exception cref="ComponentException">The source failed.</exception>
    public static IReadOnlyList<Tensor> Evaluation(Cohort cohort, RunContext context)
    {
        var source = context.Plugins.Find(ComponentKind.Source, cohort.Source.Name);
        using var data = CohortData.Open(cohort, source, context.Files, context.Device, context.Cancellation);
        using var scope = NewDisposeScope();
        return [.. data.Evaluation.Select(rows => data.Rows.Transform.Restore(rows.clone()).DetachFromDisposeScope())];
    }
}
