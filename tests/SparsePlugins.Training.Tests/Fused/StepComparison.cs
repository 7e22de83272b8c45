using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>The same updates by both steps.</summary>
internal sealed class StepComparison : IDisposable
{
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
        StepAgreement.AssertSame(expected, actual);
    }

    /// <summary>Parameters, moments and buffers.</summary>
    public void AssertSame() => StepAgreement.AssertSame(_eagerState, _fusedState);

    public void Dispose()
    {
        _eager.Dispose();
        _fused.Dispose();
        _eagerState.Dispose();
        _fusedState.Dispose();
    }
}
