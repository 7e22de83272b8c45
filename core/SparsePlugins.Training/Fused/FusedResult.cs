using System.Runtime.InteropServices;
using SparsePlugins.Kernels;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Fused;

/// <summary>What a fused forward pass saw, read out of its scratch memory when it is asked for.</summary>
internal sealed unsafe class FusedResult(FusedEngine engine, FusedOptions options, int width, int features) : IStepResult, IDisposable
{
    private int _rows;
    private double _sparsity;
    private Tensor? _firings;
    private Tensor? _errors;
    private Tensor? _residuals;

    /// <inheritdoc/>
    public double Loss
    {
        get
        {
            var squares = engine.AuxiliaryLoss();
            for (var row = 0; row < _rows; row++)
            {
                squares += engine.SquaredError(row) + engine.PrefixErrors(row);
            }

            var sum = engine.CodeSum();
            var penalty = SparsityPenalty.Of(options.Codes, engine.Codes, sum, _rows);
            return (squares + _sparsity * penalty + 0 * sum) / ((double)_rows * width); // NaN, if the sum is.
        }
    }

    /// <inheritdoc/>
    public long Active => StepResults.SumOf(Firings);

    /// <inheritdoc/>
    public Tensor Firings => _firings ??= ReadFirings();

    /// <inheritdoc/>
    public Tensor Errors => _errors ??= ReadErrors();

    /// <inheritdoc/>
    public Tensor Residuals => _residuals ??= ReadResiduals();

    /// <summary>Forgets the last batch.</summary>
    /// <param name="rows">B of the new one.</param>
    /// <param name="sparsity">What the penalty was multiplied by.</param>
    public void Renew(int rows, double sparsity)
    {
        (_rows, _sparsity) = (rows, sparsity);
        Dispose();
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        _firings?.Dispose();
        _errors?.Dispose();
        _residuals?.Dispose();
        (_firings, _errors, _residuals) = (null, null, null);
    }

    private static Tensor Own(Tensor tensor) => tensor.DetachFromDisposeScope();

    private Tensor ReadFirings()
    {
        var firings = empty(features, dtype: ScalarType.Int64);
        var counts = MemoryMarshal.Cast<byte, long>(firings.bytes);
        for (var feature = 0; feature < features; feature++)
        {
            counts[feature] = engine.Firings(feature);
        }

        return Own(firings);
    }

    private Tensor ReadErrors()
    {
        var errors = empty(_rows);
        var to = RawTensor.Floats("errors", errors, _rows);
        for (var row = 0; row < _rows; row++)
        {
            to[row] = engine.SquaredError(row);
        }

        return Own(errors);
    }

    private Tensor ReadResiduals()
    {
        var residuals = empty(_rows, width);
        var to = RawTensor.Floats("residuals", residuals, (long)_rows * width);
        for (long row = 0; row < _rows; row++)
        {
            new Span<float>(engine.Errors + row * engine.RowLength, width).CopyTo(new Span<float>(to + row * width, width));
        }

        return Own(residuals.neg_());
    }
}
