using SparsePlugins.Hosting;

namespace SparsePlugins.Execution.Tests;

public sealed class ResumptionTests
{
    /// <summary>Each has state of its own to keep: moments; the tracker, the worst examples and the pace after a revival.</summary>
    public static TheoryData<string> Trainings =>
        new()
        {
            Manifest("training: { steps: 90, batch: 32, sample: 64, step: fused }"),
            Manifest(
                "training: { steps: 90, batch: 32, sample: 64, step: stacked }",
                "use: relu, with: { l1: 5.0 }",
                "every: 25, dead_after: 64, warm_up: 30"
            ),
            Manifest(
                "training: { steps: 90, batch: 32, sample: 64 }",
                "use: relu, with: { l1: 5.0 }",
                "every: 25, dead_after: 64, warm_up: 30"
            ),
        };

    /// <summary>The auxiliary tracker; schedules and the steered penalty; random prefixes; the threshold of batch-top-k; thresholds that are trained.</summary>
    public static TheoryData<string> OtherTrainings =>
        new()
        {
            Manifest("training: { steps: 90, batch: 32, sample: 64, step: eager, warm_up: 80, stop_when: mmcs >= 0.8 }"),
            Manifest(
                "training: { steps: 90, batch: 32, sample: 64, step: eager }",
                "use: top-k, with: { k: 2, aux_dead_after: 200, decoder_bias: true }"
            ),
            Manifest(
                "training: { steps: 90, batch: 32, sample: 64, target_l0: 3, sparsity_warm_up: 40, decay: cosine, decay_last: 0.5, clip: 0.1 }",
                "use: jump-relu, with: { pre_act_dead_after: 200 }"
            ),
            Manifest("training: { steps: 90, batch: 32, sample: 64 }", "use: group-bias-adaptation, with: { groups: 4, adapt_after: 150 }"),
            Manifest("training: { steps: 90, batch: 32, sample: 64 }", "use: matryoshka, with: { k: 2, random_prefixes: 3 }"),
            Manifest(
                "training: { steps: 90, batch: 32, sample: 64, step: fused }",
                "use: batch-top-k, with: { k: 2, aux_dead_after: 200, decoder_bias: true }"
            ),
            Manifest("training: { steps: 90, batch: 32, sample: 64, step: fused }", "use: jump-relu, with: { bandwidth: 0.5 }"),
            Manifest(
                "training: { steps: 90, batch: 32, sample: 64, step: stacked, average: 0.9, target_l0: 3 }",
                "use: jump-relu, with: { bandwidth: 0.5 }"
            ),
            Manifest(
                "training: { steps: 90, batch: 32, sample: 64, step: stacked }",
                "use: batch-top-k, with: { k: 2, aux_dead_after: 200 }"
            ),
            Manifest(
                "training: { steps: 90, batch: 32, sample: 64, step: fused, average: 0.95, k_from: 8, k_decrease: 70, drops: [40, 75] }",
                "use: batch-top-k, with: { k: 2, aux_dead_after: 200 }"
            ),
            Manifest(
                "training: { steps: 90, batch: 32, sample: 64, step: eager, average: 0.9, stop_when: mmcs >= 0.9 }",
                "use: relu, with: { l1: 5.0 }",
                "every: 25, dead_after: 64"
            ),
        };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void A_run_that_was_interrupted_is_the_same_as_one_that_was_not(string manifest)
    {
        using var whole = new Bench();
        using var torn = new Bench();
        whole.Run(manifest);
        foreach (var step in new[] { 1, 33, 60 })
        {
            torn.StopAtStep = step;
            Assert.Throws<OperationCanceledException>(() => torn.Run(manifest));
        }

        torn.StopAtStep = long.MaxValue;
        torn.Run(manifest);

        Assert.Equal(whole.Records(), torn.Records()); // With the SHA-256 of the weights.
        Assert.All(torn.Records().Values, record => Assert.Contains("\"weights\": \"", record, StringComparison.Ordinal));
        Assert.Contains(torn.ResumedFrom, step => step > 60);
        Assert.Empty(torn.Warnings);
        Assert.Empty(Directory.GetFiles(torn.Store.Checkpoints.Folder)); // Of a finished run nothing is left to go on from.
    }

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(OtherTrainings))]
    public void So_it_is_with_other_state(string manifest) => A_run_that_was_interrupted_is_the_same_as_one_that_was_not(manifest);

    [Fact]
    public void A_damaged_checkpoint_is_reported_and_the_one_before_it_is_used()
    {
        using var bench = Interrupted(out var whole);
        using (whole)
        {
            var checkpoints = Directory.GetFiles(bench.Store.Checkpoints.Folder, "*.ckpt");
            Array.ForEach(checkpoints, FlipOneBit);
            bench.Run(new TinyManifest());

            Assert.NotEmpty(checkpoints);
            Assert.Equal(
                checkpoints.Length,
                bench.Warnings.Count(warning => warning.Contains("its bytes don't have its checksum; it is not used"))
            );
            Assert.NotEmpty(bench.ResumedFrom);
            Assert.Equal(whole.Records(), bench.Records());
        }
    }

    [Fact]
    public void A_run_whose_checkpoints_are_both_torn_restarts()
    {
        using var bench = Interrupted(out var whole);
        using (whole)
        {
            var files = Directory.GetFiles(bench.Store.Checkpoints.Folder);
            Array.ForEach(files, file => File.WriteAllBytes(file, File.ReadAllBytes(file)[..^7]));
            bench.Run(new TinyManifest());

            Assert.Contains(files, file => file.EndsWith(".previous", StringComparison.Ordinal));
            Assert.Equal(files.Length, bench.Warnings.Count(warning => warning.Contains("it is torn")));
            Assert.Equal(whole.Records(), bench.Records());
        }
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_not_used()
    {
        using var bench = Interrupted(out var whole);
        using (whole)
        {
            var files = Directory.GetFiles(bench.Store.Checkpoints.Folder, "*.ckpt");
            File.Copy(files[0], files[1], overwrite: true);
            File.Delete(files[1] + ".previous");
            bench.Run(new TinyManifest());

            Assert.Contains("it is a checkpoint of run", Assert.Single(bench.Warnings), StringComparison.Ordinal);
            Assert.Equal(whole.Records(), bench.Records());
        }
    }

    [Fact]
    public void Fresh_forgets_checkpoints()
    {
        using var bench = Interrupted(out var whole);
        using (whole)
        {
            bench.ResumedFrom.Clear();
            bench.Run(new TinyManifest(), fresh: true);

            Assert.Empty(bench.ResumedFrom);
            Assert.Equal(whole.Records(), bench.Records());
        }
    }

    [Fact]
    public void Weights_can_be_left_out()
    {
        using var bench = new Bench { Settings = new RunSettings("") { KeepsWeights = false } };
        bench.Run(new TinyManifest());

        Assert.False(Directory.Exists(bench.Store.Weights.Folder));
        Assert.All(bench.Ended, record => Assert.Equal("", record.Weights));
    }

    [Fact]
    public void Weights_are_those_that_their_record_names()
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest());

        Assert.All(bench.Ended, record => Assert.Equal(record.Weights, bench.Store.Weights.HashOf(record.Id)));
    }

    /// <summary>An execution with checkpoints after every few updates, stopped half way, and one that was not stopped.</summary>
    private static Bench Interrupted(out Bench whole)
    {
        whole = new Bench();
        whole.Run(new TinyManifest());
        var bench = new Bench
        {
            StopAtStep = 10,
            Settings = new RunSettings("") { CheckpointEvery = TimeSpan.Zero },
        };
        Assert.Throws<OperationCanceledException>(() => bench.Run(new TinyManifest(), jobs: 2));
        bench.StopAtStep = long.MaxValue;
        return bench;
    }

    private static void FlipOneBit(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[^100] ^= 4;
        File.WriteAllBytes(file, bytes);
    }

    private static string Manifest(string training, string autoencoder = "use: relu, with: { l1: 0.06 }", string? reviving = null) =>
        $$"""
            name: resumed
            seeds: 2
            source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }
            autoencoder: { features: 16, {{autoencoder}} }
            {{training}}
            evaluation: { every: 10, data_every: 20, samples: 100 }
            initializers: [orthogonal, data-sample]
            metrics: [mmcs, l0, fvu, dead-fraction]
            {{(
                reviving is null
                    ? ""
                    : $"reinitializers: [none, {{ use: worst-points, {reviving} }}, {{ use: anthropic-resample, {reviving} }}]"
            )}}
            """;
}
