using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

public sealed class MeanResidualInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new MeanResidualInitializer(new());
}
