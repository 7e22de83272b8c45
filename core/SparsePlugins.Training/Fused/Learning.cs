using System.Runtime.CompilerServices;

namespace SparsePlugins.Training.Fused;

/// <summary>The fourth verb: feature after feature, both gradient rows, Adam and the unit norm, while the feature's rows are in the first-level cache.</summary>
/// <remarks>
/// With e = x_hat - x and s = 1 / (B D), the gradient of a code is 2 s e . W_dec row + s L1 where it is active and 0 elsewhere; the decoder row's is
/// 2 s (sum of code * e), the encoder row's (sum of code gradient * (x - b_dec)), over the samples where the feature is active.
/// </remarks>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class Learning<TLanes, TVector> : IDisposable, IGuarded
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly StepOptions _options;
    private readonly int _width;
    private readonly int _features;
    private readonly int _padded;
    private readonly NativeBuffer<float> _codeGradients = new();
    private readonly NativeBuffer<float> _encoderGradient; // [padded D] of one feature
    private readonly NativeBuffer<float> _decoderGradient; // [padded D] of one feature
    private readonly NativeBuffer<float> _encoderBiasGradient; // [padded F]
    private readonly NativeBuffer<float> _decoderBiasGradient; // [padded D]
    private float _squaredScale;
    private float _penalty;

    /// <summary>For one architecture.</summary>
    public Learning(StepOptions options, int width, int features)
    {
        (_options, _width, _features) = (options, width, features);
        Lists = new LatentLists(features);
        _padded = Sizes.RoundUp(width, TLanes.Count);
        _encoderGradient = new NativeBuffer<float>(_padded);
        _decoderGradient = new NativeBuffer<float>(_padded);
        _decoderBiasGradient = new NativeBuffer<float>(_padded);
        _encoderBiasGradient = new NativeBuffer<float>(Sizes.RoundUp(features, TLanes.Count));
    }

    /// <summary>The codes of the last batch, feature after feature.</summary>
    public LatentLists Lists { get; }

    /// <summary>0, or NaN once a parameter is no longer finite: a feature that is NaN may never fire, and must not pass unnoticed.</summary>
    public float Poison { get; private set; }

    /// <inheritdoc/>
    public bool IsIntact =>
        Lists.IsIntact
        && _codeGradients.IsIntact
        && _encoderGradient.IsIntact
        && _decoderGradient.IsIntact
        && _encoderBiasGradient.IsIntact
        && _decoderBiasGradient.IsIntact;

    /// <summary>Updates every parameter.</summary>
    /// <param name="parameters">What it updates.</param>
    /// <param name="directions">[F, padded D] the decoder before the update.</param>
    /// <param name="decoderBias">[padded D] before the update.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="errors">[B, padded D] x_hat - x.</param>
    /// <param name="codes">Its codes.</param>
    /// <param name="update">The number of the update, from 1.</param>
    public void Run(Parameters parameters, float* directions, float* decoderBias, PackedBatch batch, float* errors, CodeList codes, long update)
    {
        Lists.Sort(codes);
        _codeGradients.Grow(Sizes.RoundUp(batch.RowCount, TLanes.Count));
        var scale = 1.0 / ((double)batch.RowCount * _width);
        (_squaredScale, _penalty) = ((float)(2 * scale), (float)(_options.L1 * scale));
        new Span<float>(_decoderBiasGradient.Pointer, _padded).Clear();

        var adam = new AdamRows<TLanes, TVector>(_options, update);
        LearnFeatures(parameters, directions, decoderBias, batch.Rows, errors, in adam);
        adam.Update(parameters.EncoderBias, _encoderBiasGradient.Pointer, 1, _features);
        if (_options.DecoderBias)
        {
            LearnDecoderBias(parameters.DecoderBias, errors, batch.RowCount, in adam);
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Lists.Dispose();
        _codeGradients.Dispose();
        _encoderGradient.Dispose();
        _decoderGradient.Dispose();
        _encoderBiasGradient.Dispose();
        _decoderBiasGradient.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LearnFeatures(
        Parameters parameters,
        float* directions,
        float* decoderBias,
        float* samples,
        float* errors,
        in AdamRows<TLanes, TVector> adam
    )
    {
        for (var feature = 0; feature < _features; feature++)
        {
            var offset = (nint)feature * _width;
            var (encoder, decoder) = (parameters.EncoderWeight.At(offset), parameters.DecoderWeight.At(offset));
            var total = GatherGradients(feature, directions + (nint)feature * _padded, samples, errors);
            if (_options.DecoderBias)
            {
                Rows<TLanes, TVector>.Add(_encoderGradient.Pointer, decoderBias, -total, _padded);
                Rows<TLanes, TVector>.Add(_decoderBiasGradient.Pointer, encoder.Value, -total, _width);
            }

            _encoderBiasGradient.Pointer[feature] = total;
            Poison += 0 * adam.Update(encoder, _encoderGradient.Pointer, 1, _width);
            var squaredLength = adam.Update(decoder, _decoderGradient.Pointer, _squaredScale, _width);
            Rows<TLanes, TVector>.Scale(decoder.Value, 1 / MathF.Sqrt(squaredLength), _width);
        }
    }

    /// <summary>Fills the two gradient rows of a feature (the decoder's still to be multiplied by 2 s).</summary>
    /// <returns>The sum of the code gradients, which is the gradient of the encoder bias.</returns>
    private float GatherGradients(int feature, float* direction, float* samples, float* errors)
    {
        new Span<float>(_encoderGradient.Pointer, _padded).Clear();
        new Span<float>(_decoderGradient.Pointer, _padded).Clear();
        var (start, count) = (Lists.Start(feature), Lists.Count(feature));
        if (count == 0)
        {
            return 0;
        }

        int* active = Lists.Samples + start;
        float* values = Lists.Values + start, gradients = _codeGradients.Pointer;
        Rows<TLanes, TVector>.AddAndDotListed(
            _decoderGradient.Pointer,
            errors,
            _padded,
            active,
            values,
            count,
            direction,
            gradients
        );
        Rows<TLanes, TVector>.ScaleAndShift(gradients, _squaredScale, _penalty, count);
        Rows<TLanes, TVector>.AddListed(_encoderGradient.Pointer, samples, _padded, active, gradients, count);
        return Rows<TLanes, TVector>.Sum(gradients, count);
    }

    private void LearnDecoderBias(Moments bias, float* errors, int rows, in AdamRows<TLanes, TVector> adam)
    {
        for (nint row = 0; row < rows; row++)
        {
            Rows<TLanes, TVector>.Add(_decoderBiasGradient.Pointer, errors + row * _padded, _squaredScale, _padded);
        }

        adam.Update(bias, _decoderBiasGradient.Pointer, 1, _width);
    }
}
