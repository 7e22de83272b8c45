using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>Gradients of the fused step against autograd. With Adam's first decay at 0, the first moment after an update is the gradient.</summary>
public sealed class GradientTests
{
    private static readonly StepOptions _options = new(L1: 0.3, Beta1: 0);

    public static TheoryData<Problem, bool, int> Cases()
    {
        var cases = new TheoryData<Problem, bool, int>();
        (int Rows, int Width, int Features)[] sizes =
        [
            (1, 1, 1),
            (2, 3, 2),
            (3, 5, 7),
            (16, 16, 8),
            (17, 6, 9),
            (31, 33, 40),
            (33, 31, 17),
            (64, 32, 48),
            (65, 20, 130),
            (100, 130, 50),
        ];
        foreach (var (rows, width, features) in sizes)
        {
            foreach (var bias in new[] { -100, -2, -1.3, 0, 1, 10 })
            {
                foreach (var lanes in new[] { 4, 8, 16 })
                {
                    cases.Add(new Problem(rows, width, features, bias), false, lanes);
                    cases.Add(new Problem(rows, width, features, bias), true, lanes);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Relu(Problem problem, bool decoderBias, int lanes) =>
        AssertAgrees(problem, problem.Batch(), _options with { DecoderBias = decoderBias }, lanes);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Top_k(Problem problem, bool decoderBias, int lanes)
    {
        foreach (var k in new[] { 1, 3, 8, 1000 })
        {
            AssertAgrees(problem, problem.Batch(), _options with { DecoderBias = decoderBias, TopK = k, L1 = k == 3 ? 0 : 0.3 }, lanes);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(4)]
    public void Rows_of_zeros_and_features_that_never_fire(int? k)
    {
        var problem = new Problem(Rows: 40, Width: 24, Features: 30, Bias: -0.5);
        var x = problem.Batch();
        x[..7] = 0.0f;
        var weights = problem.Weights();
        weights.EncoderBias[10..20] = -1000.0f;
        foreach (var lanes in new[] { 4, 8, 16 })
        {
            AssertAgrees(problem, x, _options with { TopK = k, DecoderBias = true }, lanes, weights);
        }
    }

    [Fact]
    public void Top_k_of_more_features_than_a_block_or_a_list_holds()
    {
        foreach (var lanes in new[] { 4, 8, 16 })
        {
            AssertAgrees(new Problem(Rows: 33, Width: 512, Features: 700), null, _options with { TopK = 32 }, lanes);
            AssertAgrees(new Problem(Rows: 5, Width: 8, Features: 3000), null, _options with { TopK = 100 }, lanes);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Of_equal_codes_top_k_keeps_that_of_the_lower_feature(int lanes)
    {
        // Features 0, 5, 10... read the same; so do 1, 6, 11...
        var problem = new Problem(Rows: 20, Width: 16, Features: 400, Bias: 0.2);
        var weights = problem.Weights();
        var order = arange(400, dtype: ScalarType.Int64).remainder(5);
        weights = weights with { EncoderWeight = weights.EncoderWeight.index_select(0, order) };
        foreach (var k in new[] { 1, 2, 33, 64 })
        {
            AssertAgrees(problem, null, _options with { TopK = k }, lanes, weights);
        }
    }

    private static void AssertAgrees(
        Problem problem,
        Tensor? batch,
        StepOptions options,
        int lanes,
        Contracts.AutoencoderWeights? weights = null
    )
    {
        using var scope = NewDisposeScope();
        var start = weights ?? problem.Weights();
        var x = batch ?? problem.Batch();
        var expected = new Reference(start, x, options);
        using var state = new AutoencoderState(start, options);
        using var step = new FusedStep(state, options, lanes);
        using var training = new TrainingBatch(x);
        var result = step.Step(training);

        Assert.True(step.IsIntact && training.IsIntact, "something wrote beside the scratch memory");
        Assert.Equal(expected.Loss, result.Loss, 1e-5 * Math.Abs(expected.Loss) + 1e-12);
        Assert.Equal(expected.Fired.bytes.ToArray(), result.Fired.bytes.ToArray());
        AssertClose("residuals", expected.Residuals, result.Residuals);
        AssertClose("errors", expected.Residuals.square().sum(dim: 1), result.Errors);
        AssertClose("encoder weight", expected.Gradients[0], state.EncoderWeight.FirstMoment);
        AssertClose("encoder bias", expected.Gradients[1], state.EncoderBias.FirstMoment);
        AssertClose("decoder weight", expected.Gradients[2], state.DecoderWeight.FirstMoment);
        AssertClose("decoder bias", expected.Gradients[3], state.DecoderBias.FirstMoment);
    }

    private static void AssertClose(string name, Tensor expected, Tensor actual)
    {
        var distance = (actual - expected).norm().item<double>();
        var length = expected.norm().item<double>();
        Assert.True(distance <= 1e-5 * length, $"{name}: off by {distance} of {length}");
    }
}
