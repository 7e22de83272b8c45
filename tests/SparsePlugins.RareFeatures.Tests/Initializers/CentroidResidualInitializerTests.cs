using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

public sealed class CentroidResidualInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new CentroidResidualInitializer(new());
}
