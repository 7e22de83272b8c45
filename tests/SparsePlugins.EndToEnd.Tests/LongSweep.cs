namespace SparsePlugins.EndToEnd.Tests;

/// <summary>The sweep that several tests interrupt, each in folders of its own.</summary>
public sealed class LongSweep() : Sweep(Manifests.Long)
{
    public const string Name = "long sweep";
}

[CollectionDefinition(LongSweep.Name)]
public sealed class LongSweepCollection : ICollectionFixture<LongSweep>;
