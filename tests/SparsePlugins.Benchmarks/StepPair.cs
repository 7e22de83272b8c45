using SparsePlugins.Contracts;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Benchmarks;

/// <summary>The same problem for the steps that are compared.</summary>
internal sealed class StepPair : IDisposable
{
    private readonly Tensor _samples;
    private readonly StockEager? _stock;
    private readonly AutoencoderState _fusedState;
    private readonly AutoencoderState _ownState;
    private readonly FusedStep _fused;
    private readonly EagerStep _own;
    private readonly TrainingBatch _batch;

    public StepPair(StepCase row)
    {
        using var scope = NewDisposeScope();
        var weights = row.Weights();
        _samples = row.Batch().DetachFromDisposeScope();
        _batch = new TrainingBatch(_samples);
        _stock = row.HasStock ? new StockEager(weights, row.Options, row.BatchTopK) : null;
        (_fusedState, _ownState) = (row.Options.CreateState(weights), row.Options.CreateState(weights));
        (_fused, _own) = (row.Options.CreateFused(_fusedState), row.Options.CreateEager(_ownState));
        using var _ = no_grad();
        var pass = row.Options.Architecture.Forward(_ownState.Parameters, _samples, ForwardMode.Train);
        Active = pass.Codes.count_nonzero(null).item<long>();
    }

    public int VectorBits => _fused.VectorBits;

    /// <summary>Codes that are not 0.</summary>
    public long Active { get; }

    /// <summary>Our eager step where there is no stock one.</summary>
    public void Stock()
    {
        if (_stock is null)
        {
            Own();
        }
        else
        {
            _stock.Step(_samples);
        }
    }

    public void Own() => _own.Step(_batch);

    /// <summary>Packing is part of it.</summary>
    public void Fused()
    {
        _batch.Load(_samples);
        _fused.Step(_batch);
    }

    /// <summary>First steps make gradients and grow lists.</summary>
    public void Warm()
    {
        Stock();
        Own();
        Fused();
        Fused();
    }

    public void Dispose()
    {
        _fused.Dispose();
        _own.Dispose();
        _stock?.Dispose();
        _fusedState.Dispose();
        _ownState.Dispose();
        _batch.Dispose();
        _samples.Dispose();
    }
}
