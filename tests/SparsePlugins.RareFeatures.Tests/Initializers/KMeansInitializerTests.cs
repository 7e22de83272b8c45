using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

public sealed class KMeansInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new KMeansInitializer(new());
}
