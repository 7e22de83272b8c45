using SparsePlugins.Contracts;
using static SparsePlugins.Conformance.TensorAssertions;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures.Gradients;

/// <summary>The gradients that autograd gives are the central differences of a slow loss, at a point where it has a derivative.</summary>
public sealed class GradientTests
{
    private const int Rows = 6;
    private const int Width = 5;
    private const int Features = 9;
    private const double Nudge = 1e-6;

    public static TheoryData<string> Names => [.. GradientCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void In_float64(string name) => AssertGradients(name, ScalarType.Float64, tolerance: 1e-7);

    [Theory]
    [MemberData(nameof(Names))]
    public void In_float32(string name) => AssertGradients(name, ScalarType.Float32, tolerance: 1e-5);

    /// <param name="tolerance">Of the largest derivative of a parameter.</param>
    private static void AssertGradients(string name, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var (architecture, loss) = GradientCases.All[name];
        var (numbers, batch) = (Point(architecture), Random("batch", Rows, Width).to(type));
        var parameters = Parameters(numbers, type);
        var pass = architecture.Forward(parameters, batch, ForwardMode.Train);
        var whole = (batch - pass.Reconstruction).square().sum() + pass.Losses.Aggregate(zeros(1), (sum, term) => sum + term.Sum);
        whole.sum().backward();

        var (slow, rows) = (Slow(numbers), ToRows(batch));
        Assert.Equal(loss(slow, slow, rows), whole.sum().to(ScalarType.Float64).item<double>(), 1e-4);
        Assert.All(
            parameters.Entries.Where(entry => entry.Value.requires_grad),
            entry =>
            {
                var expected = Differences(slow, loss, rows, entry.Name);
                Assert.True(expected.Max(Math.Abs) > 0.01, $"nothing depends on {entry.Name}");
                AssertClose(tensor(expected).reshape(entry.Value.shape), entry.Value.grad!, tolerance * expected.Max(Math.Abs));
            }
        );
    }

    private static double[] Differences(SlowModel slow, SlowLoss loss, double[][] rows, string name) =>
        [
            .. slow.Values[name]
                .Select(
                    (_, place) =>
                        (loss(slow.Nudged(name, place, Nudge), slow, rows) - loss(slow.Nudged(name, place, -Nudge), slow, rows))
                        / (2 * Nudge)
                ),
        ];

    /// <summary>Float64, rounded to float32, so that both types compute with the same numbers.</summary>
    private static List<NamedParameter> Point(IArchitecture architecture) =>
        [
            .. architecture
                .Parameters(new(Width, Features))
                .Select(shape => new NamedParameter(
                    shape.Name,
                    shape.Role,
                    shape.Type == ScalarType.Int64 && shape.Size[0] != Features ? zeros([.. shape.Size], dtype: ScalarType.Int64)
                        : shape.Type == ScalarType.Int64
                            ? zeros(Features, dtype: ScalarType.Int64).index_fill_(0, tensor(GradientCases.Dead).to(ScalarType.Int64), 10)
                        : shape.Name == "threshold" && shape.Role == ParameterRole.FeatureRows ? Random(shape.Name, [.. shape.Size]).abs()
                        : Random(shape.Name, [.. shape.Size])
                )),
        ];

    private static ParameterSet Parameters(List<NamedParameter> numbers, ScalarType type) =>
        new([
            .. numbers.Select(entry =>
                entry.Value.dtype == ScalarType.Int64
                    ? entry
                    : entry with
                    {
                        Value = entry.Value.to(type).requires_grad_(entry.Role is ParameterRole.FeatureRows or ParameterRole.Shared),
                    }
            ),
        ]);

    private static SlowModel Slow(List<NamedParameter> numbers) =>
        new(Width, Features, numbers.ToDictionary(entry => entry.Name, entry => Numbers(entry.Value)));

    private static double[][] ToRows(Tensor batch) => [.. Numbers(batch).Chunk(Width)];

    private static Tensor Random(string name, params long[] size)
    {
        using var generator = new RandomSeed(1).Derive(name).CreateGenerator(CPU);
        return (randn(size, generator: generator) * 0.6).to(ScalarType.Float64);
    }
}
