using System.Text.Json;
using SparsePlugins.Schema;

namespace SparsePlugins.Robustness.Tests.Keys;

/// <summary>Every key of a manifest either changes what is computed, and then the ids of runs, or it doesn't, and then they stay.</summary>
public sealed class ManifestKeyTests
{
    private const string Relu = """
        name: keys
        seeds: 2
        source: { use: toy-superposition, with: { activation_dim: 8, features: 16 } }
        autoencoder: { use: relu, features: 16 }
        training: { steps: 100 }
        initializers: [orthogonal]
        reinitializers: [{ use: random-points, every: 10, dead_after: 1000 }]
        metrics: [mmcs, fvu, l0]

        """;

    private const string Listed = """
        name: keys
        seeds: 2
        source: { use: toy-superposition, with: { activation_dim: 8, features: 16 } }
        autoencoder: { features: 16 }
        architectures: [{ use: relu }]
        training: { steps: 100 }
        initializers: [orthogonal]
        metrics: [mmcs, fvu, l0]

        """;

    private static readonly string Decaying = Relu.Replace("steps: 100", "steps: 100, decay: linear", StringComparison.Ordinal);

    private static readonly string Dropping = Relu.Replace("steps: 100", "steps: 100, drops: [50]", StringComparison.Ordinal);

    private static readonly string Falling = Relu.Replace("steps: 100", "steps: 100, k_from: 8, k_decrease: 50", StringComparison.Ordinal)
        .Replace("use: relu, ", "use: top-k, with: { k: 2 }, ", StringComparison.Ordinal);

    private static readonly string Dictionary = Path.Combine(Repository.Root, "tests", "fixtures", "dictionaries", "saelens-topk");

    private enum Effect
    {
        /// <summary>No run keeps its id.</summary>
        Changes,

        /// <summary>Every run keeps its id.</summary>
        Keeps,

        /// <summary>Runs come and go; those that stay keep their ids.</summary>
        Selects,
    }

    /// <summary>Every key, another value for it, and what that does. A new key stands here only once somebody decided.</summary>
    private static readonly Dictionary<string, (string Manifest, string Set, Effect Effect)> Decided = new()
    {
        ["name"] = (Relu, "name=other", Effect.Keeps),
        ["seeds"] = (Relu, "seeds=3", Effect.Selects),
        ["device"] = (Relu, "device=cpu", Effect.Keeps), // Where it computes then is in the key: see EnvironmentKeyTests.
        ["plugins"] = (Relu, "plugins=[nowhere]", Effect.Keeps), // One that takes part counts by its bytes: see EnvironmentKeyTests.
        ["source.use"] = (
            Relu.Replace("[mmcs, ", "[", StringComparison.Ordinal),
            "source={ use: recorded-activations, with: { files: a.npy } }",
            Effect.Changes
        ),
        ["source.center"] = (Relu, "source.center=mean", Effect.Changes),
        ["source.scale"] = (Relu, "source.scale=whiten", Effect.Changes),
        ["source.drop_longer_than"] = (Relu, "source.drop_longer_than=10", Effect.Changes),
        ["autoencoder.features"] = (Relu, "autoencoder.features=17", Effect.Changes),
        ["autoencoder.use"] = (Relu, "autoencoder={ use: top-k, features: 16, with: { k: 4, l1: 0.06 } }", Effect.Changes),
        ["architectures"] = (Listed, "architectures=[relu, { use: top-k, with: { k: 4 } }]", Effect.Selects),
        ["architectures.use"] = (Listed, "architectures[0]={ use: top-k, with: { k: 4 } }", Effect.Changes),
        ["architectures.training"] = (Listed, "architectures[0]={ use: relu, training: { beta1: 0 } }", Effect.Changes),
        ["architectures.as"] = (Listed, "architectures[0]={ use: relu, as: short }", Effect.Keeps),
        ["training.steps"] = (Relu, "training.steps=101", Effect.Changes),
        ["training.batch"] = (Relu, "training.batch=513", Effect.Changes),
        ["training.learning_rate"] = (Relu, "training.learning_rate=0.0031", Effect.Changes),
        ["training.beta1"] = (Relu, "training.beta1=0.8", Effect.Changes),
        ["training.beta2"] = (Relu, "training.beta2=0.99", Effect.Changes),
        ["training.epsilon"] = (Relu, "training.epsilon=1e-7", Effect.Changes),
        ["training.warm_up"] = (Relu, "training.warm_up=1", Effect.Changes),
        ["training.target_l0"] = (Relu, "training.target_l0=4", Effect.Changes),
        ["training.sparsity_warm_up"] = (Relu, "training.sparsity_warm_up=1", Effect.Changes),
        ["training.decay"] = (Relu, "training.decay=cosine", Effect.Changes),
        ["training.decay_last"] = (Decaying, "training.decay_last=0.3", Effect.Changes),
        ["training.drops"] = (Relu, "training.drops=[50]", Effect.Changes),
        ["training.drop_factor"] = (Dropping, "training.drop_factor=0.3", Effect.Changes),
        ["training.k_from"] = (Falling, "training.k_from=9", Effect.Changes),
        ["training.k_decrease"] = (Falling, "training.k_decrease=51", Effect.Changes),
        ["training.average"] = (Relu, "training.average=0.99", Effect.Changes),
        ["training.precision"] = (Relu, "training.precision=bfloat16", Effect.Changes),
        ["training.clip"] = (Relu, "training.clip=1.0", Effect.Changes),
        ["training.weight_decay"] = (Relu, "training.weight_decay=0.01", Effect.Changes),
        ["training.sample"] = (Relu, "training.sample=8193", Effect.Changes),
        ["training.step"] = (Relu, "training.step=eager", Effect.Changes),
        ["training.stop_when"] = (Relu, "training.stop_when=mmcs >= 0.9", Effect.Changes),
        ["evaluation.every"] = (Relu, "evaluation.every=11", Effect.Changes),
        ["evaluation.data_every"] = (Relu, "evaluation.data_every=99", Effect.Changes),
        ["evaluation.samples"] = (Relu, "evaluation.samples=8193", Effect.Changes),
        ["evaluation.thresholds"] = (Relu, "evaluation.thresholds=[mmcs >= 0.5]", Effect.Keeps), // A matter of reports.
        ["initializers"] = (Relu, "initializers=[data-sample, orthogonal]", Effect.Selects),
        ["initializers.use"] = (Relu, "initializers[0].use=data-sample", Effect.Changes),
        ["initializers.as"] = (Relu, "initializers[0]={ use: orthogonal, as: short }", Effect.Keeps),
        ["reinitializers.as"] = (Relu, "reinitializers[0].as=short", Effect.Keeps),
        ["reinitializers"] = (Relu, "reinitializers=[none, { use: random-points, every: 10, dead_after: 1000 }]", Effect.Selects),
        ["reinitializers.use"] = (Relu, "reinitializers[0].use=worst-points", Effect.Changes),
        ["reinitializers.every"] = (Relu, "reinitializers[0].every=11", Effect.Changes),
        ["reinitializers.dead_after"] = (Relu, "reinitializers[0].dead_after=1001", Effect.Changes),
        ["reinitializers.warm_up"] = (Relu, "reinitializers[0].warm_up=1", Effect.Changes),
        ["reinitializers.until"] = (Relu, "reinitializers[0].until=10", Effect.Changes),
        ["metrics"] = (Relu, "metrics=[mmcs, fvu]", Effect.Changes), // What is measured is part of the record.
        ["metrics.use"] = (Relu, "metrics[2]=mcc", Effect.Changes),
        ["metrics.every"] = (Relu, "metrics[0].every=7", Effect.Changes),
        ["tune"] = (Relu, "tune={ over: { training.learning_rate: [0.001, 0.01] }, by: fvu, seeds: [3] }", Effect.Changes), // Its trials come first.
        ["dictionaries"] = (Relu, $"dictionaries=[{Dictionary}]", Effect.Selects), // They have records of their own beside those of runs.
        ["baseline"] = (Relu, "baseline=orthogonal", Effect.Keeps), // A matter of reports.
        ["agreement"] = (Relu, "agreement=true", Effect.Keeps), // A matter of reports.
    };

    public static TheoryData<string> Keys => [.. Decided.Keys];

    [Fact]
    public void Every_key_of_the_schema_is_decided_and_no_other() =>
        Assert.Equal(KeysOfTheSchema().Order(StringComparer.Ordinal), Decided.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Another_value_does_to_the_ids_what_was_decided(string key)
    {
        var (manifest, set, effect) = Decided[key];
        var (before, after) = (Ids.Of(manifest), Ids.Of(manifest, set));
        switch (effect)
        {
            case Effect.Changes:
                Assert.Empty(before.Intersect(after));
                break;
            case Effect.Keeps:
                Assert.Equal(before.Order(), after.Order());
                break;
            case Effect.Selects:
                Assert.NotEqual(before.Count, after.Count);
                Assert.Subset(after.ToHashSet(), before.ToHashSet());
                break;
        }
    }

    [Theory]
    [InlineData("training.batch=512")]
    [InlineData("training.learning_rate=3.0e-3")]
    [InlineData("training.learning_rate=0.00300")]
    [InlineData("autoencoder.with.l1=0.06")]
    [InlineData("seeds=[1, 2]")]
    [InlineData("seeds=[2, 1]")]
    [InlineData("training.step=auto")]
    [InlineData("training.step=fused")]
    [InlineData("training.steps={ each: [100] }")]
    [InlineData("reinitializers[0].warm_up=0")]
    [InlineData("reinitializers[0].until=0")]
    [InlineData("initializers=[{ use: orthogonal, with: {} }]")]
    [InlineData("source.with={ features: 16, activation_dim: 8 }")]
    public void What_comes_to_the_same_keeps_the_ids(string set) => Assert.Equal(Ids.Of(Relu).Order(), Ids.Of(Relu, set).Order());

    /// <summary>Keys of the manifest and of its sections and entries; options of components have a test of their own.</summary>
    private static IEnumerable<string> KeysOfTheSchema()
    {
        using var schema = JsonDocument.Parse(JsonSchema.Render(Shipped.Plugins.Catalog));
        var definitions = schema.RootElement.GetProperty("$defs");
        foreach (var key in schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name))
        {
            var inner = definitions.TryGetProperty(key, out var definition) ? Properties(definition).Distinct().ToArray() : [];
            var isSection = key is "source" or "autoencoder" or "training" or "evaluation";
            foreach (var name in isSection ? [] : new[] { key })
            {
                yield return name;
            }

            foreach (var name in inner.Where(name => name is not ("with" or "each" or "along")))
            {
                yield return $"{key}.{name}";
            }
        }
    }

    /// <summary>Keys of the mappings that a definition describes, wherever they stand in it.</summary>
    private static IEnumerable<string> Properties(JsonElement schema) =>
        schema.ValueKind switch
        {
            JsonValueKind.Object => schema
                .EnumerateObject()
                .SelectMany(member =>
                    member.Name is "if" or "then" ? []
                    : member.Name == "properties" ? member.Value.EnumerateObject().Select(property => property.Name)
                    : Properties(member.Value)
                ),
            JsonValueKind.Array => schema.EnumerateArray().SelectMany(Properties),
            _ => [],
        };
}
