using SparsePlugins.Contracts;
using SparsePlugins.Inputs;
using SparsePlugins.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>What centers and scales promise of the sample, and of the true features behind it.</summary>
public sealed class InputTransformTests : IDisposable
{
    private const int Width = 5;
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whitened_rows_have_the_identity_as_covariance_and_the_inverse_takes_them_back(bool centered)
    {
        var sample = Sample();
        using var transform = Fit(centered ? InputCenter.MeanCenter : InputCenter.NoCenter, InputScale.Whiten, sample);

        var rows = transform.Replace(sample.clone());

        Assert.True(Covariance(rows).allclose(eye(Width, dtype: ScalarType.Float64), rtol: 0, atol: 1e-4));
        var tensors = transform.Tensors.ToDictionary();
        Assert.True(tensors["input_scale"].allclose(tensors["input_scale"].t(), rtol: 0, atol: 1e-6));
        var back = rows.mm(tensors["input_scale_inverse"]) + (centered ? tensors["input_center"] : zeros(Width));
        Assert.True(back.allclose(sample, rtol: 1e-4, atol: 1e-3));
    }

    [Fact]
    public void Values_get_standard_deviation_one_and_those_that_hardly_vary_are_not_blown_up()
    {
        var sample = Sample();
        sample[TensorIndex.Colon, 0] = 7;
        sample[3, 0] = 7 + 1e-6f;
        using var transform = Fit(InputCenter.MeanCenter, InputScale.PerFeature, sample);

        var rows = transform.Replace(sample.clone());

        var deviations = rows.to_type(ScalarType.Float64).std(0, unbiased: false).data<double>().ToArray();
        Assert.All(deviations[1..], deviation => Assert.Equal(1, deviation, 1e-5));
        Assert.True(rows[TensorIndex.Colon, 0].abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void The_mean_length_is_one_with_and_without_a_center()
    {
        foreach (var center in new[] { InputCenter.NoCenter, InputCenter.MeanCenter, InputCenter.MedianCenter })
        {
            using var transform = Fit(center, InputScale.UnitMeanNorm, Sample());
            Assert.Equal(1, transform.Replace(Sample()).norm(dim: 1).mean().item<float>(), 1e-5);
        }
    }

    [Fact]
    public void One_long_row_moves_the_mean_and_hardly_the_geometric_median()
    {
        var sample = Sample();
        var near = sample.mean([0]);
        sample[0] = 1e6f;
        using var mean = Fit(InputCenter.MeanCenter, InputScale.NoScale, sample);
        using var median = Fit(InputCenter.MedianCenter, InputScale.NoScale, sample);

        Assert.True((mean.Tensors[0].Value - near).norm().item<float>() > 200);
        Assert.True((median.Tensors[0].Value - near).norm().item<float>() < 2);
    }

    [Theory]
    [InlineData("per-feature")]
    [InlineData("whiten")]
    public void True_features_point_where_rows_with_one_active_feature_move(string scale)
    {
        var features = Unit(Sample(seed: 2)[..8]);
        using var transform = Fit(InputCenter.MeanCenter, scale == "whiten" ? InputScale.Whiten : InputScale.PerFeature, Sample());
        var moves = transform.Replace(3 * features) - transform.Replace(zeros(8, Width));

        var truth = transform.Replace(new GroundTruth(features.clone(), full(8, 0.5f)));

        Assert.False(truth.Features.allclose(features, rtol: 0, atol: 0.05));
        Assert.True(truth.Features.allclose(Unit(moves), rtol: 0, atol: 1e-5));
        Assert.True(truth.FiringProbabilities.eq(0.5).all().item<bool>());
    }

    [Fact]
    public void A_center_and_one_factor_leave_the_true_features_as_they_are()
    {
        var truth = new GroundTruth(Unit(Sample()[..8]), full(8, 0.5f));
        using var transform = Fit(InputCenter.MeanCenter, InputScale.UnitMeanNorm, Sample());

        Assert.Same(truth, transform.Replace(truth));
    }

    [Fact]
    public void Without_keys_rows_are_the_very_tensor_that_the_source_gave()
    {
        var sample = Sample();
        using var transform = Fit(InputCenter.NoCenter, InputScale.NoScale, sample);

        Assert.Same(sample, transform.Replace(sample));
        Assert.Empty(transform.Tensors);
        Assert.Equal("codes = x", transform.Around("codes = x"));
    }

    private static InputTransform Fit(InputCenter center, InputScale scale, Tensor sample) =>
        InputTransform.Fit(new InputSpec(center, scale, 0), sample, CancellationToken.None);

    /// <summary>[9000, D] correlated rows of differing variance, far from 0.</summary>
    private static Tensor Sample(int seed = 1)
    {
        var rows = tensor([.. NpyFile.Normal(9000, Width, seed).SelectMany(row => row)], 9000, Width);
        var mixing = tensor([.. NpyFile.Normal(Width, Width, seed: 9).SelectMany(row => row)], Width, Width);
        return rows.mm(mixing) + arange(Width) * 4;
    }

    private static Tensor Unit(Tensor rows) => rows / rows.norm(dim: 1, keepdim: true);

    private static Tensor Covariance(Tensor rows)
    {
        var exact = rows.to_type(ScalarType.Float64);
        var deviation = exact - exact.mean([0]);
        return deviation.t().mm(deviation) / rows.shape[0];
    }
}
