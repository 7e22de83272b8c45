using SparsePlugins.Contracts;
using SparsePlugins.Training;
using SparsePlugins.Workers;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>Cohorts in parts, where there are fewer of them than jobs.</summary>
public sealed class CohortPartsTests
{
    /// <summary>Seeds are cohorts of three runs.</summary>
    [Theory]
    [InlineData(4, 2, "3 3 3 3")]
    [InlineData(5, 2, "3 3 3 3 2 1")]
    [InlineData(1, 2, "2 1")]
    [InlineData(1, 3, "1 1 1")]
    [InlineData(1, 64, "1 1 1")]
    [InlineData(2, int.MaxValue, "1 1 1 1 1 1")]
    [InlineData(2, 3, "2 1 2 1")]
    [InlineData(4, 3, "3 3 3 1 1 1")]
    [InlineData(3, 1, "3 3 3")]
    [InlineData(5, 8, "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")] // Two parts each would be ten: two rounds, of which the second has two.
    [InlineData(6, 7, "3 3 3 3 3 3")]
    public void Whole_cohorts_keep_all_jobs_busy_and_the_rest_is_shared_out(int seeds, int jobs, string parts)
    {
        using var bench = new Bench();
        var pending = bench.Prepare(Manifest(seeds)).Pending;
        var split = CohortParts.Split(pending, jobs, bench.Plugins);

        Assert.Equal(parts, string.Join(" ", split.Select(part => part.Runs.Count)));
        Assert.Equal(
            pending.SelectMany(cohort => cohort.Runs).Select(run => run.Key.Id).Order(),
            split.SelectMany(part => part.Runs).Select(run => run.Key.Id).Order()
        );
    }

    [Fact]
    public void Runs_are_the_same_to_the_byte_in_parts_and_together()
    {
        using var together = new Bench();
        using var halves = new Bench();
        using var alone = new Bench();
        together.Run(Manifest(1), jobs: 1);
        halves.Run(Manifest(1), jobs: 2);
        alone.Run(Manifest(1), jobs: 8);

        Assert.Equal(3, together.Records().Count);
        Assert.Equal(together.Records(), halves.Records());
        Assert.Equal(together.Records(), alone.Records());
        Assert.Equal([null], Parts(together));
        Assert.Equal(["1 of 2", "2 of 2"], Parts(halves));
        Assert.Equal(["1 of 3", "2 of 3", "3 of 3"], Parts(alone));
    }

    /// <summary>Large enough for an update to take several threads.</summary>
    [Fact]
    public void One_large_dictionary_is_the_same_to_the_byte_on_any_number_of_cores()
    {
        using var one = new Bench();
        using var three = new Bench();
        TinyManifest large = new()
        {
            Seeds = 1,
            Source = "{ use: toy-superposition, with: { activation_dim: 1024, features: 1024, active: 5 } }",
            Autoencoder = "{ use: top-k, features: 4096, with: { k: 4, decoder_bias: true } }",
            Steps = "2",
            Evaluation = "every: 2, data_every: 2, samples: 64",
            Initializers = "[orthogonal]",
            Metrics = "[fvu]",
        };
        var text = large.ToString().Replace("batch: 32", "batch: 128", StringComparison.Ordinal); // More than one panel.
        one.Run(text, jobs: 1);
        three.Run(text, jobs: 3);

        Assert.Equal(one.Records(), three.Records());
        Assert.Equal(one.TensorsOf(one.Ended[0].Id), three.TensorsOf(three.Ended[0].Id));
    }

    [Fact]
    public void Cores_are_shared_by_the_cohorts_that_are_trained()
    {
        var cores = new CoreShare(8);
        using var first = cores.Enter();
        Assert.Equal(8, first.Cores);
        using (var second = cores.Enter())
        using (var third = cores.Enter())
        {
            Assert.Equal([3, 3, 2], new[] { first, second, third }.Select(place => place.Cores));
            second.Dispose(); // As one that hangs is left behind.
            second.Dispose();
            Assert.Equal([4, 4], new[] { first, third }.Select(place => place.Cores));
        }

        Assert.Equal(8, first.Cores);
    }

    [Fact]
    public void More_cohorts_than_cores_have_one_each()
    {
        var cores = new CoreShare(2);
        using var first = cores.Enter();
        using var second = cores.Enter();
        using var third = cores.Enter();
        Assert.Equal([1, 1, 1], new[] { first, second, third }.Select(place => place.Cores));
    }

    /// <summary>B D F = 2^27 is where that begins to pay.</summary>
    [Theory]
    [InlineData(4096, 1)]
    [InlineData(4064, 0)]
    public void A_large_update_asks_how_many_threads_it_may_use(int rows, int times)
    {
        var (asked, size) = (0, new DictionaryShape(128, 256));
        using var bench = new Bench();
        var manifest = new TinyManifest { Autoencoder = "{ use: relu, features: 256 }", Training = "step: fused" }.ToString();
        var spec = bench.Prepare(manifest.Replace("batch: 32", $"batch: {rows}", StringComparison.Ordinal)).Pending[0].Runs[0].Run.Spec;
        var architecture = RunArchitecture.Create(spec, bench.Plugins, bench.Files);
        using var state = AutoencoderState.Create(
            architecture.Parameters(size),
            new(ones(256, 128), zeros(256), ones(256, 128), zeros(128))
        );
        using var step = TrainingSteps.Create(spec, CPU, architecture, state, Ask);
        using var samples = ones(rows, 128);
        using var batch = new TrainingBatch(samples);
        step.Step(batch);
        Assert.Equal(times, asked);

        int Ask()
        {
            asked++;
            return 2;
        }
    }

    /// <summary>Each part would load the model.</summary>
    [Fact]
    public void Runs_on_the_rows_of_a_language_model_stay_together()
    {
        using var bench = new Bench();
        var manifest = Manifest(1) with { Source = LanguageModelSource.Of(tokens: 3000), Metrics = "[fvu]" };
        Assert.Equal(3, Assert.Single(CohortParts.Split(bench.Prepare(manifest).Pending, 8, bench.Plugins)).Runs.Count);
    }

    /// <summary>A claim may be a file for ever.</summary>
    [Fact]
    public void A_run_that_ended_since_the_work_was_planned_is_not_claimed()
    {
        using var bench = new Bench();
        var planned = bench.Prepare(Manifest(1)).Pending[0];
        bench.Run(Manifest(1), jobs: 1);
        Directory.Delete(bench.Store.Claims.Folder, recursive: true);
        using var claimed = ClaimedCohort.Create(planned, bench.Store);

        Assert.Equal(3, planned.Runs.Count);
        Assert.Empty(claimed.Mine.Runs);
        Assert.Empty(claimed.Elsewhere.Runs);
        Assert.False(Directory.Exists(bench.Store.Claims.Folder));
    }

    private static IEnumerable<string?> Parts(Bench bench) => bench.Started.Select(started => started.Part).Order();

    private static TinyManifest Manifest(int seeds) => new() { Seeds = seeds, Initializers = "[orthogonal, data-sample, xavier]" };
}
