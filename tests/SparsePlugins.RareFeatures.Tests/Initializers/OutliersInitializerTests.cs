using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

public sealed class OutliersInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new OutliersInitializer(new());
}
