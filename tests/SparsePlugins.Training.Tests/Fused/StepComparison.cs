using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>The same updates by both steps.</summary>
internal sealed class StepComparison : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly AutoencoderState _eagerState;
    private readonly AutoencoderState _fusedState;
    private readonly EagerStep _eager;
    private readonly FusedStep _fused;

    public StepComparison(AutoencoderWeights start, TrainingSetup setup, int mostLanes)
    {
        (_eagerState, _fusedState) = (setup.CreateState(start), setup.CreateState(start));
        (_eager, _fused) = (setup.CreateEager(_eagerState), new FusedStep(setup.Form, _fusedState, setup.Adam, mostLanes));
    }

    /// <summary>What the fused step updates.</summary>
    public AutoencoderState FusedState => _fusedState;

    /// <summary>One update of each, and what their results say.</summary>
    public void Step(TrainingBatch batch, UpdatePace? pace = null)
    {
        using var scope = NewDisposeScope();
        var (expected, actual) = (_eager.Step(batch, pace), _fused.Step(batch, pace));
        Assert.True(_fused.IsIntact && batch.IsIntact, "something wrote beside the scratch memory");
        Assert.Equal(expected.Loss, actual.Loss, Tolerance * Math.Max(1e-3, Math.Abs(expected.Loss)));
        Assert.Equal(expected.Firings.bytes.ToArray(), actual.Firings.bytes.ToArray());
        // Residuals are differences of samples, which are about 1.
        AssertClose("residuals", expected.Residuals, actual.Residuals, leastLength: 1);
        AssertClose("errors", expected.Errors, actual.Errors, leastLength: 1);
    }

    /// <summary>Parameters, moments and buffers.</summary>
    public void AssertSame()
    {
        using var scope = NewDisposeScope();
        foreach (var ((name, expected), (_, actual)) in _eagerState.State.Zip(_fusedState.State))
        {
            // A threshold is compared with the pre-activations, which are about 1, however small it is itself.
            AssertClose(name, expected, actual, leastLength: name == "threshold" ? 1 : 0);
        }
    }

    public void Dispose()
    {
        _eager.Dispose();
        _fused.Dispose();
        _eagerState.Dispose();
        _fusedState.Dispose();
    }

    private static void AssertClose(string name, Tensor expected, Tensor actual, float leastLength = 0)
    {
        var distance = (actual - expected).to_type(ScalarType.Float32).norm().item<float>();
        var length = Math.Max(leastLength, expected.to_type(ScalarType.Float32).norm().item<float>());
        Assert.True(distance <= Tolerance * length, $"{name}: off by {distance} of {length}");
    }
}
