using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>Gradients of the fused step against autograd. With Adam's first decay at 0, the first moment after an update is the gradient.</summary>
public sealed class GradientTests
{
    private const double Tolerance = 1e-5;

    private static readonly TrainingSetup _options = new(L1: 0.3, Beta1: 0);

    public static TheoryData<Problem, bool> Cases()
    {
        var cases = new TheoryData<Problem, bool>();
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
            // Densities from 0 to 100 %: none, 2 %, 10 %, a half, 84 %, all.
            foreach (var bias in new[] { -100, -2, -1.3, 0, 1, 10 })
            {
                cases.Add(new Problem(rows, width, features, bias), false);
                cases.Add(new Problem(rows, width, features, bias), true);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Relu(Problem problem, bool decoderBias) => AssertAgrees(problem, _options with { DecoderBias = decoderBias });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Top_k(Problem problem, bool decoderBias) => AssertTopKAgrees(problem, decoderBias, 3);

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Cases))]
    public void So_do_one_code_more_codes_and_all(Problem problem, bool decoderBias) => AssertTopKAgrees(problem, decoderBias, 1, 8, 1000);

    private static void AssertTopKAgrees(Problem problem, bool decoderBias, params int[] ks)
    {
        foreach (var k in ks)
        {
            AssertAgrees(problem, _options with { DecoderBias = decoderBias, TopK = k, L1 = k == 3 ? 0 : 0.3 });
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
        AssertAgrees(weights, x, _options with { TopK = k, DecoderBias = true });
    }

    [Fact]
    public void Top_k_of_more_features_than_a_block_or_a_list_holds()
    {
        AssertAgrees(new Problem(Rows: 33, Width: 512, Features: 700), _options with { TopK = 32 });
        AssertAgrees(new Problem(Rows: 5, Width: 8, Features: 3000), _options with { TopK = 100 });
    }

    [Fact]
    public void Of_equal_codes_top_k_keeps_that_of_the_lower_feature()
    {
        // Features 0, 5, 10... read the same; so do 1, 6, 11...
        var problem = new Problem(Rows: 20, Width: 16, Features: 400, Bias: 0.2);
        var weights = problem.Weights();
        var order = arange(400, dtype: ScalarType.Int64).remainder(5);
        weights = weights with { EncoderWeight = weights.EncoderWeight.index_select(0, order) };
        foreach (var k in new[] { 1, 2, 33, 64 })
        {
            AssertAgrees(weights, problem.Batch(), _options with { TopK = k });
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    public void The_eager_step_has_the_same_gradients(int? k)
    {
        var problem = new Problem(Rows: 30, Width: 12, Features: 40);
        var options = _options with { TopK = k, DecoderBias = true };
        using var state = options.CreateState(problem.Weights());
        using var step = options.CreateEager(state);
        var expected = new Reference(problem.Weights(), problem.Batch(), options);
        AssertSame(expected, step.Step(new TrainingBatch(problem.Batch())), state);
    }

    private static void AssertAgrees(Problem problem, TrainingSetup options) => AssertAgrees(problem.Weights(), problem.Batch(), options);

    private static void AssertAgrees(AutoencoderWeights start, Tensor x, TrainingSetup options)
    {
        using var scope = NewDisposeScope();
        var expected = new Reference(start, x, options);
        foreach (var lanes in new[] { 4, 8, 16 })
        {
            using var state = options.CreateState(start);
            using var step = new FusedStep(options.Form, state, options.Adam, lanes);
            using var batch = new TrainingBatch(x);
            if (step.VectorBits < 32 * lanes)
            {
                return; // The machine has no wider vectors.
            }

            var result = step.Step(batch);
            Assert.True(step.IsIntact && batch.IsIntact, "something wrote beside the scratch memory");
            AssertSame(expected, result, state);
        }
    }

    private static void AssertSame(Reference expected, IStepResult result, AutoencoderState state)
    {
        Assert.Equal(expected.Loss, result.Loss, Tolerance * Math.Abs(expected.Loss) + 1e-12);
        Assert.Equal(expected.Firings.bytes.ToArray(), result.Firings.bytes.ToArray());
        AssertClose("residuals", expected.Residuals, result.Residuals);
        AssertClose("errors", expected.Residuals.square().sum(dim: 1), result.Errors);
        AssertClose("encoder weight", expected.Gradients[0], state.FindTrained(ParameterShape.EncoderWeight)!.FirstMoment);
        AssertClose("encoder bias", expected.Gradients[1], state.FindTrained(ParameterShape.EncoderBias)!.FirstMoment);
        AssertClose("decoder weight", expected.Gradients[2], state.FindTrained(ParameterShape.DecoderWeight)!.FirstMoment);
        if (state.FindTrained(ParameterShape.DecoderBias) is { } decoderBias)
        {
            AssertClose("decoder bias", expected.Gradients[3], decoderBias.FirstMoment);
        }
    }

    private static void AssertClose(string name, Tensor expected, Tensor actual)
    {
        var distance = (actual - expected).norm().item<double>();
        var length = expected.norm().item<double>();
        Assert.True(distance <= Tolerance * length, $"{name}: off by {distance} of {length}");
    }
}
