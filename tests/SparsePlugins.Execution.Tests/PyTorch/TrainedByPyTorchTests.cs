using SparsePlugins.Storage;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests.PyTorch;

/// <summary>
/// 150 updates on one batch end where those of Python PyTorch end. train.py, beside this file, is written from the papers and has computed the numbers in
/// float64; its float32 is within 2e-6 of them.
/// </summary>
public sealed class TrainedByPyTorchTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly Bench _bench = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _bench.Dispose();
    }

    [Theory]
    [InlineData("relu", "relu", "l1: 0.1", "fused")]
    [InlineData("relu", "relu", "l1: 0.1", "eager")]
    [InlineData("relu, decoder bias", "relu", "l1: 0.1, decoder_bias: true", "fused")]
    [InlineData("relu, decoder bias", "relu", "l1: 0.1, decoder_bias: true", "eager")]
    [InlineData("relu, free decoder", "relu", "l1: 0.1, decoder_bias: true, unit_decoder: false, penalize_by_length: true")]
    [InlineData("top-k", "top-k", "k: 3, decoder_bias: true", "fused")]
    [InlineData("top-k", "top-k", "k: 3, decoder_bias: true", "eager")]
    [InlineData("top-k, aux-k", "top-k", "k: 2, aux_alpha: 0.5, aux_k: 2, aux_dead_after: 64", "fused")]
    [InlineData("top-k, aux-k", "top-k", "k: 2, aux_alpha: 0.5, aux_k: 2, aux_dead_after: 64", "eager")]
    [InlineData("abs-top-k", "abs-top-k", "k: 2, aux_alpha: 0.5, aux_k: 2, aux_dead_after: 64, decoder_bias: true")]
    [InlineData("batch-top-k", "batch-top-k", "k: 3, threshold_rate: 0.05, decoder_bias: true", "fused")]
    [InlineData("batch-top-k", "batch-top-k", "k: 3, threshold_rate: 0.05, decoder_bias: true", "eager")]
    [InlineData("batch-top-k, aux-k", "batch-top-k", "k: 2, aux_alpha: 0.5, aux_k: 2, aux_dead_after: 64, threshold_rate: 1", "fused")]
    [InlineData("batch-top-k, aux-k", "batch-top-k", "k: 2, aux_alpha: 0.5, aux_k: 2, aux_dead_after: 64, threshold_rate: 1", "eager")]
    [InlineData("matryoshka", "matryoshka", "k: 3, prefixes: [0.25, 0.5], threshold_rate: 0.05, decoder_bias: true", "fused")]
    [InlineData("matryoshka", "matryoshka", "k: 3, prefixes: [0.25, 0.5], threshold_rate: 0.05, decoder_bias: true", "eager")]
    [InlineData("jump-relu, step", "jump-relu", "penalty: step, sparsity: 0.05, bandwidth: 0.3, threshold: 0.02", "fused")]
    [InlineData("jump-relu, step", "jump-relu", "penalty: step, sparsity: 0.05, bandwidth: 0.3, threshold: 0.02", "eager")]
    [InlineData(
        "jump-relu, step to input",
        "jump-relu",
        "penalty: step, sparsity: 0.05, bandwidth: 0.3, threshold: 0.1, gradient_to_input: true, decoder_bias: true",
        "fused"
    )]
    [InlineData(
        "jump-relu, step to input",
        "jump-relu",
        "penalty: step, sparsity: 0.05, bandwidth: 0.3, threshold: 0.1, gradient_to_input: true, decoder_bias: true",
        "eager"
    )]
    [InlineData(
        "jump-relu, tanh",
        "jump-relu",
        "penalty: tanh, tanh_scale: 4, sparsity: 0.05, bandwidth: 0.3, threshold: 0.3, pre_act_dead_after: 64, pre_act_weight: 0.1"
    )]
    [InlineData(
        "jump-relu, tanh to input",
        "jump-relu",
        "penalty: tanh, tanh_scale: 4, sparsity: 0.05, bandwidth: 0.3, threshold: 0.1, gradient_to_input: true, decoder_bias: true"
    )]
    [InlineData(
        "jump-relu, quadratic",
        "jump-relu",
        "penalty: quadratic, target_l0: 5, sparsity: 0.05, bandwidth: 0.3, threshold: 0.1, decoder_bias: true",
        "fused"
    )]
    [InlineData(
        "jump-relu, quadratic",
        "jump-relu",
        "penalty: quadratic, target_l0: 5, sparsity: 0.05, bandwidth: 0.3, threshold: 0.1, decoder_bias: true",
        "eager"
    )]
    [InlineData("gated", "gated", "l1: 0.1, decoder_bias: true")]
    [InlineData(
        "group bias adaptation",
        "group-bias-adaptation",
        "groups: 3, highest_rate: 0.15, rate_ratio: 0.2, adapt_after: 64, lower: 0.7, raise: 0.3, decoder_bias: true"
    )]
    public void An_architecture_learns_what_it_learns_there(string name, string use, string options, string step = "auto") =>
        AssertTrained(PyTorchArchitectures.Numbers[name], $"{{ use: {use}, features: 12, with: {{ {options} }} }}", $"step: {step}");

    [Theory]
    [InlineData("linear decay", "decay: linear, decay_last: 0.3", "fused")]
    [InlineData("linear decay", "decay: linear, decay_last: 0.3", "eager")]
    [InlineData("cosine decay", "decay: cosine, decay_last: 0.5")]
    [InlineData("warm-ups", "warm_up: 40, sparsity_warm_up: 60", "fused")]
    [InlineData("warm-ups", "warm_up: 40, sparsity_warm_up: 60", "eager")]
    [InlineData("warm-up and decay", "warm_up: 20, decay: cosine")]
    [InlineData("clip", "clip: 0.05")]
    [InlineData("weight decay", "weight_decay: 0.5")]
    [InlineData("no first moment", "beta1: 0", "fused")]
    [InlineData("no first moment", "beta1: 0", "eager")]
    [InlineData("drops", "drops: [60, 110], drop_factor: 0.2", "fused")]
    [InlineData("drops", "drops: [60, 110], drop_factor: 0.2", "eager")]
    public void A_schedule_or_setting_of_the_optimizer_does_what_it_does_there(string name, string training, string step = "auto") =>
        AssertTrained(PyTorchSchedules.Numbers[name], "{ use: relu, features: 12, with: { l1: 0.1 } }", $"{training}, step: {step}");

    [Theory]
    [InlineData("falling k", "top-k, with: { k: 3, decoder_bias: true }", "k_from: 9, k_decrease: 100", "fused")]
    [InlineData("falling k", "top-k, with: { k: 3, decoder_bias: true }", "k_from: 9, k_decrease: 100", "eager")]
    [InlineData(
        "falling k of a batch",
        "batch-top-k, with: { k: 3, threshold_rate: 0.05, decoder_bias: true }",
        "k_from: 9, k_decrease: 100",
        "fused"
    )]
    [InlineData(
        "falling k of a batch",
        "batch-top-k, with: { k: 3, threshold_rate: 0.05, decoder_bias: true }",
        "k_from: 9, k_decrease: 100",
        "eager"
    )]
    [InlineData("average", "relu, with: { l1: 0.1, decoder_bias: true }", "average: 0.97", "fused")]
    [InlineData("average", "relu, with: { l1: 0.1, decoder_bias: true }", "average: 0.97", "eager")]
    [InlineData(
        "average, free decoder",
        "relu, with: { l1: 0.1, decoder_bias: true, unit_decoder: false, penalize_by_length: true }",
        "average: 0.97",
        "eager"
    )]
    public void So_do_a_k_that_falls_and_an_average(string name, string use, string training, string step) =>
        AssertTrained(PyTorchSchedules.Numbers[name], $"{{ features: 12, use: {use} }}", $"{training}, step: {step}");

    private void AssertTrained(Dictionary<string, double[]> expected, string autoencoder, string training)
    {
        var manifest = new TinyManifest
        {
            Autoencoder = autoencoder,
            Steps = "150",
            Training = $"learning_rate: 0.005, {training}",
        };
        var loaded = _bench.Load(manifest);
        Assert.Empty(loaded.Result.Problems);
        var spec = loaded.Result.Plan!.Cohorts[0].Runs[0].Spec;
        var architecture = RunArchitecture.Create(spec, _bench.Plugins, loaded.Files);
        using var state = AutoencoderState.Create(
            architecture.Parameters(SmallProblem.Shape),
            SmallProblem.Weights(),
            spec.Training.Average
        );
        using var step = TrainingSteps.Create(spec, CPU, architecture, state);
        using var batch = new TrainingBatch(SmallProblem.Samples());
        var pace = new RunPace(spec, architecture.K, reviver: null, SparsityState.Start);
        var losses = Enumerable.Range(1, 150).Select(update => step.Step(batch, pace.At(update)).Loss).ToArray();

        Assert.All(expected["loss"].Zip([losses[0], losses[49], losses[149]]), pair => AssertClose(pair.First, pair.Second, pair.First));
        foreach (var (name, numbers) in expected.Where(pair => pair.Key != "loss"))
        {
            Assert.All(numbers.Zip(Stated(state.Evaluated[name])), pair => AssertClose(pair.First, pair.Second, numbers[0]));
        }
    }

    /// <summary>As train.py: largest magnitude; first, middle and last element; the product with a wave, over the root of their number.</summary>
    private static double[] Stated(Tensor parameter)
    {
        var all = parameter.detach().flatten().data<float>().ToArray();
        var wave = all.Select((value, index) => value * Math.Cos(index)).Sum() / Math.Sqrt(all.Length);
        return [all.Max(Math.Abs), all[0], all[all.Length / 2], all[^1], wave];
    }

    private static void AssertClose(double expected, double actual, double largest) => Assert.Equal(expected, actual, Tolerance * largest);
}
