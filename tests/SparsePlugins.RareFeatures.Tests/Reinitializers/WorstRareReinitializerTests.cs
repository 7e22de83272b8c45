using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Reinitializers;

public sealed class WorstRareReinitializerTests : ReinitializerConformance
{
    protected override IDeadFeatureReinitializer Create() => new WorstRareReinitializer(new());
}
