using System.Runtime.Intrinsics;
using SparsePlugins.Contracts;

namespace SparsePlugins.Kernels;

/// <summary>Encode, decode and learn, for one vector width.</summary>
internal abstract unsafe class FusedEngine : IDisposable, IGuarded
{
    /// <summary>Floats in a vector.</summary>
    public abstract int Lanes { get; }

    /// <inheritdoc/>
    public abstract bool IsIntact { get; }

    /// <summary>[B, row length] x_hat - x.</summary>
    public abstract float* Errors { get; }

    /// <summary>Floats from one row of <see cref="Errors"/> to the next.</summary>
    public abstract int RowLength { get; }

    /// <summary>The codes of the last batch.</summary>
    public abstract CodeList Codes { get; }

    /// <summary>For the widest vectors up to <paramref name="mostLanes"/> floats that the machine has.</summary>
    public static FusedEngine Create(FusedOptions options, int width, int features, int mostLanes = int.MaxValue)
    {
        if (Lanes512.IsSupported && mostLanes >= Lanes512.Count)
        {
            return new FusedEngine<Lanes512, Vector512<float>>(options, width, features);
        }

        return Lanes256.IsSupported && mostLanes >= Lanes256.Count
            ? new FusedEngine<Lanes256, Vector256<float>>(options, width, features)
            : new FusedEngine<Lanes128, Vector128<float>>(options, width, features);
    }

    /// <summary>Makes update number <paramref name="update"/>, from 1, with its settings times <paramref name="pace"/>, on up to so many threads.</summary>
    public abstract void Step(Parameters parameters, PackedBatch batch, long update, UpdatePace pace, int threads);

    /// <summary>The squared error of a row of the last batch.</summary>
    public abstract float SquaredError(int row);

    /// <summary>The squared errors of a row with the prefixes of the features, together.</summary>
    public abstract double PrefixErrors(int row);

    /// <summary>The auxiliary loss of the last batch, summed over its rows.</summary>
    public abstract double AuxiliaryLoss();

    /// <summary>The sum of the codes of the last batch; NaN once a parameter is no longer finite.</summary>
    public abstract float CodeSum();

    /// <summary>For how many rows of the last batch the feature was active.</summary>
    public abstract int Firings(int feature);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <inheritdoc/>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class FusedEngine<TLanes, TVector>(FusedOptions options, int width, int features) : FusedEngine
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly Encoding<TLanes, TVector> _encoding = new(options, width, features);
    private readonly Decoding<TLanes, TVector> _decoding = new(width, options.GroupEnds(features));
    private readonly Learning<TLanes, TVector> _learning = new(options, width, features);
    private readonly PaddedRows _decoder = new(features, width, TLanes.Count);
    private readonly NativeBuffer<float> _decoderBias = new(Sizes.RoundUp(width, TLanes.Count));
    private float _poison;

    /// <inheritdoc/>
    public override int Lanes => TLanes.Count;

    /// <inheritdoc/>
    public override bool IsIntact =>
        _encoding.IsIntact && _decoding.IsIntact && _learning.IsIntact && _decoder.IsIntact && _decoderBias.IsIntact;

    /// <inheritdoc/>
    public override float* Errors => _decoding.WholeErrors;

    /// <inheritdoc/>
    public override int RowLength => Sizes.RoundUp(width, TLanes.Count);

    /// <inheritdoc/>
    public override CodeList Codes => _encoding.Codes;

    /// <inheritdoc/>
    public override void Step(Parameters parameters, PackedBatch batch, long update, UpdatePace pace, int threads)
    {
        _poison = _learning.Poison + (options.Codes is JumpReluCodes ? Poison(parameters.Threshold.Value) : 0);
        var directions = _decoder.Of(parameters.DecoderWeight.Value);
        new Span<float>(parameters.DecoderBias.Value, width).CopyTo(new Span<float>(_decoderBias.Pointer, width));
        _encoding.Keep(pace.K);
        _encoding.Run(parameters, batch, features, threads);
        _decoding.Run(directions, _decoderBias.Pointer, batch, Codes, threads);
        _learning.Auxiliary?.Run(parameters, directions, batch, Errors, threads);
        _learning.Run(parameters, directions, _decoderBias.Pointer, batch, _decoding.Errors, Codes, _encoding.Near, update, pace, threads);
        if (options.Codes is BatchTopKCodes { Rate: var rate })
        {
            MovingThreshold.Move(parameters.Threshold.Value, Codes, (float)rate);
        }
    }

    /// <inheritdoc/>
    public override float SquaredError(int row) => _decoding.SquaredError(row);

    /// <inheritdoc/>
    public override double PrefixErrors(int row) => _decoding.PrefixErrors(row);

    /// <inheritdoc/>
    public override double AuxiliaryLoss() => _learning.Auxiliary?.Loss() ?? 0;

    /// <inheritdoc/>
    public override float CodeSum() => Rows<TLanes, TVector>.Sum(Codes.Values, Codes.Count) + _poison;

    /// <inheritdoc/>
    public override int Firings(int feature) => _learning.Lists.Count(feature);

    /// <summary>0, or NaN where a threshold isn't finite: that alone would only silence its feature.</summary>
    private float Poison(float* thresholds) => 0 * Rows<TLanes, TVector>.LargestOf(thresholds, features);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _encoding.Dispose();
        _decoding.Dispose();
        _learning.Dispose();
        _decoder.Dispose();
        _decoderBias.Dispose();
    }
}
