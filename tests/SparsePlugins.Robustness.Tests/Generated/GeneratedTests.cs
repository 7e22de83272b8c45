using SparsePlugins.Specs;

namespace SparsePlugins.Robustness.Tests.Generated;

/// <summary>
/// Every option of every shipped component, alone and together with random others, trains ten updates on six kinds of data, and nothing that is
/// measured is NaN. Options and values come from the schema, so a new option is tested as soon as it is there.
/// </summary>
public sealed class GeneratedTests(SixSources sources) : IClassFixture<SixSources>
{
    private const string Relu = "use: relu, with: { decoder_bias: true }";

    private static readonly string[] Trainings =
    [
        "",
        "warm_up: 3, decay: linear",
        "decay: cosine, decay_last: 0.5, sparsity_warm_up: 4",
        "clip: 1.0",
        "weight_decay: 0.01, step: eager",
        "target_l0: 4",
    ];

    private readonly List<string> _refused = [];

    public static TheoryData<string> Architectures => [.. Names(ComponentKind.Architecture)];

    public static TheoryData<string> Initializers => [.. Names(ComponentKind.Initializer)];

    public static TheoryData<string> Reinitializers => [.. Names(ComponentKind.Reinitializer)];

    [Theory]
    [MemberData(nameof(Architectures))]
    [Trait("Category", "Exhaustive")]
    public void Every_option_of_an_architecture_trains_on_all_data(string name) =>
        AllTrain(
            GeneratedComponent.OneByOne(Find(ComponentKind.Architecture, name)).Select(one => Dead(one.ToString(), "use: data-sample"))
        );

    [Theory]
    [MemberData(nameof(Initializers))]
    [Trait("Category", "Exhaustive")]
    public void Every_option_of_an_initializer_trains_on_all_data(string name)
    {
        var host = Host(name);
        AllTrain(
            GeneratedComponent
                .OneByOne(Find(ComponentKind.Initializer, name))
                .Select(one => new GeneratedRuns(host, one.ToString(), "none"))
        );
    }

    [Theory]
    [MemberData(nameof(Reinitializers))]
    [Trait("Category", "Exhaustive")]
    public void Every_option_of_a_reinitializer_trains_on_all_data(string name) =>
        AllTrain(
            GeneratedComponent
                .OneByOne(Find(ComponentKind.Reinitializer, name))
                .Select(one => new GeneratedRuns(Relu, "use: data-sample", one.ToString()))
        );

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Trait("Category", "Exhaustive")]
    public void Random_combinations_train_on_all_data(int seed) => AllTrain(Drawn(seed, 40), least: 10);

    [Fact]
    [Trait("Category", "Long")]
    public void Forty_random_combinations_train_on_all_data() => Random_combinations_train_on_all_data(1);

    [Fact]
    public void Some_random_combinations_train_on_all_data() => AllTrain(Drawn(0, 4), least: 1);

    private static GeneratedRuns Dead(string architecture, string initializer) => new(architecture, initializer, "use: worst-points");

    /// <summary>An architecture that takes what an initializer gives: some give decoder rows lengths of their own.</summary>
    private string Host(string initializer)
    {
        var plain = GeneratedComponent.Plain(Find(ComponentKind.Initializer, initializer)).ToString();
        return new GeneratedRuns(Relu, plain, "none").IsAccepted(sources)
            ? Relu
            : "use: relu, with: { unit_decoder: false, decoder_bias: true }";
    }

    private static IEnumerable<string> Names(ComponentKind kind) =>
        Shipped
            .Plugins.Components.Where(one => one.Schema.Kind.Equals(kind))
            .Where(one => !one.Schema.Capabilities.Overlaps([SourceCapability.LanguageModel, SourceCapability.Hierarchy])) // They are tested with a model, with trees.
            .Select(one => one.Schema.Name);

    private static ComponentSchema Find(ComponentKind kind, string name) =>
        Shipped.Plugins.Components.Single(one => one.Schema.Kind.Equals(kind) && one.Schema.Name == name).Schema;

    private static IEnumerable<GeneratedRuns> Drawn(int seed, int count)
    {
        var random = new Random(seed);
        string[][] names =
        [
            .. new[] { ComponentKind.Architecture, ComponentKind.Initializer, ComponentKind.Reinitializer }.Select(kind =>
                Names(kind).ToArray()
            ),
        ];
        for (var drawn = 0; drawn < count; drawn++)
        {
            var architecture = GeneratedComponent.Drawn(Find(ComponentKind.Architecture, Pick(names[0])), random);
            var initializer = GeneratedComponent.Drawn(Find(ComponentKind.Initializer, Pick(names[1])), random, architecture);
            var reinitializer = GeneratedComponent.Drawn(Find(ComponentKind.Reinitializer, Pick(names[2])), random, architecture);
            yield return new(architecture.ToString(), initializer.ToString(), reinitializer.ToString()) { Training = Pick(Trainings) };
        }

        string Pick(string[] words) => words[random.Next(words.Length)];
    }

    /// <summary>All that planning accepts; and it accepts so many at least.</summary>
    private void AllTrain(IEnumerable<GeneratedRuns> all, int least = 1)
    {
        _refused.Clear();
        GeneratedRuns[] runs = [.. all];
        var faults = runs.SelectMany(run => run.Faults(sources, _refused.Add)).ToArray();

        Assert.True(faults.Length == 0, string.Join('\n', faults));
        var accepted = runs.Length * SixSources.All.Count - _refused.Count;
        Assert.True(
            accepted >= least * SixSources.All.Count,
            $"planning accepted {accepted} of {runs.Length * SixSources.All.Count}:\n" + string.Join('\n', _refused)
        );
    }
}
