using SparsePlugins.Specs;

namespace SparsePlugins.Execution.Tests;

/// <summary>An architecture that does not fit is refused when planned, one that breaks its contract fails alone and is named.</summary>
public sealed class ArchitectureTests : IDisposable
{
    private const string Named = "architecture 'faulty' (Fixture.Faults 0.1.0): ";

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Options_that_do_not_fit_the_features_are_refused_where_they_stand()
    {
        var problem = Problem("{ use: top-k, features: 16, with: { k: 17 } }");

        Assert.Equal((4, 53, "autoencoder.with.k"), (problem.Position.Line, problem.Position.Column, problem.Path));
        Assert.Equal(
            "architecture 'top-k' (SparsePlugins.Architectures 0.1.0): k must be at most the 16 features, got 17; write k: 16 or less",
            problem.Message
        );
        Assert.Equal("autoencoder.with.aux_k", Problem("{ use: top-k, features: 16, with: { k: 4, aux_dead_after: 9, aux_k: 17 } }").Path);
    }

    [Fact]
    public void The_fused_step_is_refused_where_the_architecture_equals_no_fused_form() =>
        Assert.Equal(
            "training.step must be auto or eager: abs-top-k(k=4) has no fused form, so it takes the eager step; got 'fused'",
            Problem("{ use: abs-top-k, features: 16, with: { k: 4 } }", "step: fused").Message
        );

    [Fact]
    public void So_is_another_precision() =>
        Assert.Equal(
            "training.precision must be float32: abs-top-k(k=4) has no fused form, so it takes the eager step; got 'bfloat16'",
            Problem("{ use: abs-top-k, features: 16, with: { k: 4 } }", "precision: bfloat16").Message
        );

    [Theory]
    [InlineData("no-decoder", "its parameters lack 'decoder_weight'; begin with ParameterShape.Standard")]
    [InlineData("two-names", "its parameter 'count' is there twice")]
    [InlineData("rows-of-features", "its parameter 'gain' has rows of features, so its first dimension must be F = 16; got [8]")]
    [InlineData("trained-integers", "its parameter 'gain' is trained, so it must be Float32; got Int64")]
    public void Parameters_that_the_host_cannot_use_are_refused_when_planned(string fault, string message) =>
        Assert.Equal(Named + message, Problem(Faulty(fault)).Message);

    [Theory]
    [InlineData("throw", Named + "the fixture throws")]
    [InlineData("formula", Named + "the fixture has no formula")]
    [InlineData("codes-shape", Named + "returned Codes as Float32 [16, 32]; expected Float32 [B, F] = [32, 16]")]
    [InlineData("loss-shape", Named + "returned the loss term 'l1' as Float32 [32]; expected Float32 one number = []")]
    [InlineData("updates-trained", Named + "its forward pass updates 'encoder_bias', which is no buffer")]
    [InlineData("buffer-shape", Named + "its forward pass updates 'count' with Float32 [1]; expected Float32 [16]")]
    public void An_architecture_that_breaks_the_contract_fails_alone_and_is_named(string fault, string message)
    {
        _bench.Run(new TinyManifest { Initializers = "[orthogonal]", Autoencoder = Faulty($"{{ each: [none, {fault}] }}") });

        var failed = _bench.Ended.Where(record => record.Outcome.IsFailed).ToArray();
        Assert.Equal((4, 2), (_bench.Ended.Count, failed.Length));
        Assert.All(failed, record => Assert.Equal(message, record.Message));
    }

    private static string Faulty(string fault) => $"{{ use: faulty, features: 16, with: {{ fault: {fault} }} }}";

    private Problem Problem(string autoencoder, string training = "") =>
        Assert.Single(_bench.Load(new TinyManifest { Autoencoder = autoencoder, Training = training }).Result.Problems);
}
