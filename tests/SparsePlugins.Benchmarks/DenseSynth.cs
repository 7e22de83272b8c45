using static TorchSharp.torch;

namespace SparsePlugins.Benchmarks;

/// <summary>
/// The model of SynthSAEBench as its definition reads: every feature of every sample is drawn, and the reconstruction is a dense product. What a rate of the
/// lazy sampler is compared with; of the values only their sizes matter here, so children are not compensated.
/// </summary>
internal sealed class DenseSynth : IDisposable
{
    private const int Children = 4;
    private const int Levels = 3;
    private const int Rank = 25;

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _factors; // [25, G]
    private readonly Tensor _own; // [G] deviation beside the factors.
    private readonly Tensor _thresholds; // [G]
    private readonly Tensor _means; // [G]
    private readonly Tensor _deviations; // [G]
    private readonly Tensor _directions; // [G, D]
    private readonly int _roots;

    /// <param name="shrink">As of the source.</param>
    public DenseSynth(int shrink)
    {
        var (features, width) = (16384 / shrink, (int)Math.Round(768 / Math.Pow(shrink, 0.75)));
        _roots = 128 / shrink;
        var place = arange(1, features + 1, dtype: ScalarType.Float32).pow(-0.5);
        var last = Math.Pow(features, -0.5);
        var rates = ((place - last) / (1 - last) * (0.4 - 5e-4)) + 5e-4;
        _factors = randn(Rank, features) * 0.1f;
        _own = (1 - _factors.square().sum(dim: 0)).clamp_min(0.01).sqrt();
        _thresholds = (1 - (2 * rates)).erfinv() * Math.Sqrt(2);
        _means = linspace(5, 4, features);
        _deviations = ((0.5 * randn(features)) + 0.5).abs();
        var rows = randn(features, width);
        _directions = rows / rows.norm(dim: 1, keepdim: true);
    }

    /// <summary>[rows, D].</summary>
    public Tensor Draw(int rows)
    {
        using var scope = NewDisposeScope();
        var features = _means.shape[0];
        var fires = randn(rows, Rank).mm(_factors).addcmul_(_own, randn(rows, features), 1) > _thresholds;
        var strengths = ((_deviations * randn(rows, features)) + _means).relu_().mul_(fires);
        var (first, count) = (0L, (long)_roots);
        for (var level = 0; level < Levels; level++)
        {
            Gate(strengths.narrow(1, first, count), strengths.narrow(1, first + count, count * Children), _means.narrow(0, first, count));
            (first, count) = (first + count, count * Children);
        }

        return strengths.mm(_directions).MoveToOuterDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>Children are scaled by their parent, and of several active ones a random one is kept.</summary>
    private static void Gate(Tensor parents, Tensor children, Tensor means)
    {
        var families = children.view(children.shape[0], parents.shape[1], Children);
        var scaled = families * (parents / means).unsqueeze(-1);
        var lots = rand_like(scaled).mul_(scaled > 0);
        children.copy_((scaled * (lots == lots.amax([-1], keepdim: true))).view(children.shape));
    }
}
