using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

public sealed class RandomControlInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new RandomControlInitializer(new());
}
