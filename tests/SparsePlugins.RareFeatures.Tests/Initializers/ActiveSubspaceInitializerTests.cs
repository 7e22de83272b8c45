using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

public sealed class ActiveSubspaceInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new ActiveSubspaceInitializer(new());
}
