namespace SparsePlugins.Execution.Tests;

/// <summary>Options that decide no result: another value retrains nothing, and the record has the value that was stated last.</summary>
public sealed class NeutralOptionTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Another_shape_of_recorded_activations_trains_nothing_again_and_is_in_the_record()
    {
        _bench.WriteRows("x.npy", [.. Enumerable.Range(0, 60).Select(row => new float[] { row, row % 7, row % 5, 1 })]);
        _bench.Run(Recorded("[x.npy]"));
        var trained = Assert.Single(_bench.Ended);
        Assert.Contains("\"shape\":[],\"tensor\":\"\"},\"neutral\":[\"shape\"]}", trained.Spec, StringComparison.Ordinal);

        var prepared = _bench.Prepare(Recorded("[x.npy], shape: [2, 2]"));
        prepared.RenewSpecs(_bench.Store);
        var renewed = _bench.Store.TryRead(trained.Id)!;

        Assert.Equal((0, trained.Id), (prepared.PendingRuns, prepared.Experiment.Runs[0].Id));
        Assert.Equal(trained.Spec.Replace("\"shape\":[]", "\"shape\":[2,2]", StringComparison.Ordinal), renewed.Spec);
        Assert.Equal((trained.Weights, trained.Steps), (renewed.Weights, renewed.Steps));
        Assert.Equal(1, _bench.Prepare(Recorded("[x.npy], shape: [2, 2], held_out: 0.3")).PendingRuns);
    }

    [Fact]
    public void A_language_model_whose_activations_are_kept_elsewhere_gives_the_same_run_to_the_byte()
    {
        _bench.Run(LanguageModel("cache: memory"));
        using var other = new Bench();
        other.Run(LanguageModel("cache_limit: 5"));

        var (inMemory, onDisk) = (Assert.Single(_bench.Ended), Assert.Single(other.Ended));
        Assert.Equal(inMemory.Id, onDisk.Id);
        Assert.NotEqual(inMemory.Spec, onDisk.Spec);
        Assert.Equal(_bench.TensorsOf(inMemory.Id), other.TensorsOf(onDisk.Id));
        Assert.NotEqual(inMemory.Id, _bench.Prepare(LanguageModel("precision: float16")).Experiment.Runs[0].Id);
    }

    private static string Recorded(string files) =>
        new TinyManifest
        {
            Seeds = 1,
            Source = $"{{ use: recorded-activations, with: {{ files: {files} }} }}",
            Initializers = "[orthogonal]",
            Metrics = "[fvu]",
        };

    private static string LanguageModel(string option) =>
        new TinyManifest
        {
            Seeds = 1,
            Source = LanguageModelSource.Of(tokens: 3000, option),
            Initializers = "[data-sample]",
            Metrics = "[fvu]",
        };
}
