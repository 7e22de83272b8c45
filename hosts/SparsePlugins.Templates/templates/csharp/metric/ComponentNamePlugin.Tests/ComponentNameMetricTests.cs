using ComponentNamePlugin;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using Xunit;
using static TorchSharp.torch;

// libtorch is shared by the whole process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ComponentNamePlugin.Tests;

/// <summary>The inherited rules of every metric, and tests of what is special about this one.</summary>
public sealed class ComponentNameMetricTests : MetricConformance
{
    protected override IMetric Create() => new ComponentNameMetric(new ComponentNameOptions());

    [Fact]
    public void The_mean_is_over_active_codes_alone()
    {
        var codes = tensor(
            new float[,]
            {
                { 1, 0, 0 },
                { 0, 2, 6 },
            }
        );
        var batch = new EvaluationBatch(zeros(2, 4), codes, zeros(2, 4));
        Assert.Equal(3.0, Measure(batch)[0].Value);
    }
}
