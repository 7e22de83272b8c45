using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Reinitializers;

public sealed class WorstResidualsReinitializerTests : ReinitializerConformance
{
    protected override IDeadFeatureReinitializer Create() => new WorstResidualsReinitializer(new());

    protected override bool UsesRandomness => false;
}
