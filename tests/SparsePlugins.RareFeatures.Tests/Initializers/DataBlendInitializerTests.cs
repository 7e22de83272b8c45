using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

public sealed class DataBlendInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new DataBlendInitializer(new());
}
