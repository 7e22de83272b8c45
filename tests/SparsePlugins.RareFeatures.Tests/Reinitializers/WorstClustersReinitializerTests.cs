using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Reinitializers;

public sealed class WorstClustersReinitializerTests : ReinitializerConformance
{
    protected override IDeadFeatureReinitializer Create() => new WorstClustersReinitializer(new());
}
