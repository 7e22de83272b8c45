using System.Globalization;

namespace SparsePlugins.Execution.Tests;

/// <summary>A sparsity penalty that is steered leads to the L0 that was asked for, from far too strong and far too weak ones.</summary>
public sealed class TargetL0Tests : IDisposable
{
    private const string Toy = "{ use: toy-superposition, with: { activation_dim: 32, features: 64, active: 3 } }";

    private readonly Bench _bench = new();

    public static TheoryData<string, string, double> Cases =>
        new()
        {
            { Toy, "{ use: relu, features: 64, with: { l1: 0.001 } }", 3 },
            { Toy, "{ use: relu, features: 64, with: { l1: 1.0 } }", 3 },
            { Toy, "{ use: gated, features: 64, with: { l1: 0.06 } }", 4 },
            { Toy, "{ use: jump-relu, features: 64, with: { sparsity: 0.001 } }", 3 },
            {
                "{ use: recorded-activations, with: { files: [digits.npy], held_out: 0.2 } }",
                "{ use: relu, features: 96, with: { l1: 0.06 } }",
                12
            },
        };

    public void Dispose() => _bench.Dispose();

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Cases))]
    public void L0_ends_within_two_percent_of_its_target(string source, string autoencoder, double target)
    {
        _bench.WriteBytes("digits.npy", File.ReadAllBytes(Path.Combine(Repository.Root, "experiments", "digits", "data", "digits.npy")));
        _bench.Run(
            new TinyManifest
            {
                Seeds = 1,
                Source = source,
                Autoencoder = autoencoder,
                Steps = "2000",
                Training = $"target_l0: {target.ToString(CultureInfo.InvariantCulture)}, decay: linear",
                Evaluation = "every: 20, data_every: 20, samples: 32768",
                Initializers = "[orthogonal]",
                Metrics = "[l0]",
            }
        );

        // The rows of one evaluation are few, so the mean of the last twenty: the dictionary that they see still moves.
        var l0 = _bench.Ended.Single().Curves.Single(curve => curve.Measurement == "l0").Values;
        Assert.InRange(l0.TakeLast(20).Average() / target, 0.98, 1.02);
    }

    [Fact]
    public void A_penalty_that_is_warmed_up_is_steered_only_after_that()
    {
        _bench.Run(
            new TinyManifest
            {
                Seeds = 1,
                Source = Toy,
                Autoencoder = "{ use: relu, features: 64, with: { l1: 0.06 } }",
                Steps = "1200",
                Training = "target_l0: 3, sparsity_warm_up: 600",
                Evaluation = "every: 20, data_every: 20, samples: 4096",
                Initializers = "[orthogonal]",
                Metrics = "[l0]",
            }
        );

        var l0 = _bench.Ended.Single().Curves.Single(curve => curve.Measurement == "l0").Values;
        Assert.True(l0.Skip(31).Min() > 2, $"L0 fell to {l0.Skip(31).Min()} after the warm-up");
    }

    [Fact]
    public void Beside_a_penalized_architecture_one_may_keep_its_own_k()
    {
        var plan = _bench
            .Load(
                new TinyManifest
                {
                    Autoencoder = "{ features: 16 }",
                    Training = "target_l0: 2",
                    More = "architectures: [relu, { use: batch-top-k, with: { k: 2 } }]",
                }
            )
            .Result;

        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void An_architecture_without_a_penalty_is_refused_before_anything_is_trained()
    {
        var problem = Assert.Single(
            _bench
                .Load(new TinyManifest { Autoencoder = "{ use: batch-top-k, features: 16, with: { k: 2 } }", Training = "target_l0: 4" })
                .Result.Problems
        );

        Assert.Equal("autoencoder", problem.Path);
        Assert.Equal(
            "training.target_l0 steers a sparsity penalty, and batch-top-k(k=2) has none that can be steered; remove target_l0, or set the architecture's own k or target",
            problem.Message
        );
    }
}
