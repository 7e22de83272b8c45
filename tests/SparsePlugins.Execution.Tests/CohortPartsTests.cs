using SparsePlugins.Execution.Workers;

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
    [InlineData(2, 3, "2 1 2 1")]
    [InlineData(4, 3, "3 3 3 1 1 1")]
    [InlineData(3, 1, "3 3 3")]
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
            Steps = "3",
            Evaluation = "every: 3, data_every: 3, samples: 64",
            Initializers = "[orthogonal]",
            Metrics = "[fvu]",
        };
        one.Run(large, jobs: 1);
        three.Run(large, jobs: 3);

        Assert.Equal(one.Records(), three.Records());
        Assert.Equal(one.TensorsOf(one.Ended[0].Id), three.TensorsOf(three.Ended[0].Id));
    }

    [Fact]
    public void Cores_are_shared_by_the_cohorts_that_are_trained()
    {
        var cores = new CoreShare(7);
        Assert.Equal(7, cores.Each);
        using (cores.Enter())
        using (cores.Enter())
        {
            Assert.Equal(3, cores.Each);
        }

        Assert.Equal(7, cores.Each);
        Assert.Equal(1, new CoreShare(1).Each);
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
