using System.Runtime.CompilerServices;
using SparsePlugins.Contracts;

namespace SparsePlugins.Training.Fused;

/// <summary>The fourth verb: row after row of the weights, its gradient, Adam and the unit norm, while they are in the first-level cache.</summary>
/// <remarks>
/// With e = x_hat - x and s = 1 / (B D), the gradient of a code is 2 s e . W_dec row + s L1 where it is active and 0 elsewhere; the decoder row's is
/// 2 s (sum of code * e), the encoder row's (sum of code gradient * (x - b_dec)), over the samples where the feature is active. With groups of features e is
/// what <see cref="Decoding{TLanes, TVector}"/> has for that of the feature.
/// </remarks>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class Learning<TLanes, TVector> : IDisposable, IGuarded
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly FusedOptions _options;
    private readonly int _width;
    private readonly int _features;
    private readonly int[] _groupEnds;
    private readonly int _padded;
    private readonly NativeBuffer<float> _codeGradients = new(); // as the lists
    private readonly NativeBuffer<float> _gradient; // [padded D] of one row
    private readonly NativeBuffer<float> _encoderBiasGradient; // [padded F]
    private readonly NativeBuffer<float> _decoderBiasGradient; // [padded D]
    private readonly ThresholdLearning<TLanes, TVector>? _thresholds;
    private float _squaredScale;
    private float _penalty;

    /// <summary>For one architecture.</summary>
    public Learning(FusedOptions options, int width, int features)
    {
        (_options, _width, _features) = (options, width, features);
        Auxiliary = options.Auxiliary is { } auxiliary ? new(auxiliary, options, width, features) : null;
        _groupEnds = options.GroupEnds(features);
        Lists = new LatentLists(features);
        _thresholds = options.Codes is JumpReluCodes jump ? new(jump, features) : null;
        _padded = Sizes.RoundUp(width, TLanes.Count);
        _gradient = new NativeBuffer<float>(_padded);
        _decoderBiasGradient = new NativeBuffer<float>(_padded);
        _encoderBiasGradient = new NativeBuffer<float>(Sizes.RoundUp(features, TLanes.Count));
    }

    /// <summary>The codes of the last batch, feature after feature.</summary>
    public LatentLists Lists { get; }

    /// <summary>What dead features learn besides; run it before.</summary>
    public AuxiliaryLearning<TLanes, TVector>? Auxiliary { get; }

    /// <summary>0, or NaN once a parameter is no longer finite: a feature that is NaN may never fire, and must not pass unnoticed.</summary>
    public float Poison { get; private set; }

    /// <inheritdoc/>
    public bool IsIntact =>
        Lists.IsIntact
        && _codeGradients.IsIntact
        && _gradient.IsIntact
        && _encoderBiasGradient.IsIntact
        && _decoderBiasGradient.IsIntact
        && _thresholds?.IsIntact != false
        && Auxiliary?.IsIntact != false;

    /// <summary>Updates every parameter.</summary>
    /// <param name="parameters">What it updates.</param>
    /// <param name="directions">[F, padded D] the decoder before the update.</param>
    /// <param name="decoderBias">[padded D] before the update.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="errors">[groups, B, padded D] x_hat - x.</param>
    /// <param name="codes">Its codes.</param>
    /// <param name="near">What is close to being a code, where thresholds are learned.</param>
    /// <param name="update">The number of the update, from 1.</param>
    /// <param name="pace">What its settings are multiplied by.</param>
    public void Run(
        Parameters parameters,
        float* directions,
        float* decoderBias,
        PackedBatch batch,
        float* errors,
        CodeList codes,
        CodeList? near,
        long update,
        UpdatePace pace
    )
    {
        Lists.Sort(codes);
        _codeGradients.Grow(codes.Count);
        var scale = 1.0 / ((double)batch.RowCount * _width);
        (_squaredScale, _penalty) = ((float)(2 * scale), (float)(_options.L1 * pace.Sparsity * scale));
        new Span<float>(_decoderBiasGradient.Pointer, _padded).Clear();
        _thresholds?.Begin(near!, codes.Count, batch.RowCount, scale, pace.Sparsity);

        var adam = new AdamRows<TLanes, TVector>(_options, update, pace.LearningRate);
        LearnDecoder(parameters.DecoderWeight, parameters.Threshold.Value, directions, errors, (nint)batch.RowCount * _padded, in adam);
        LearnEncoder(parameters.EncoderWeight, decoderBias, batch.Rows, in adam);
        adam.Update(parameters.EncoderBias, _encoderBiasGradient.Pointer, 1, _features);
        Auxiliary?.Count(parameters.SinceFired, Lists);
        _thresholds?.Update(parameters.Threshold, in adam);
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
        _gradient.Dispose();
        _encoderBiasGradient.Dispose();
        _decoderBiasGradient.Dispose();
        _thresholds?.Dispose();
        Auxiliary?.Dispose();
    }

    /// <summary>The decoder rows, and with the same reading of the errors the code gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LearnDecoder(
        Moments decoder,
        float* thresholds,
        float* directions,
        float* errors,
        nint groupLength,
        in AdamRows<TLanes, TVector> adam
    )
    {
        var group = 0;
        for (nint feature = 0; feature < _features; feature++)
        {
            for (; feature >= _groupEnds[group]; group++)
            {
                errors += groupLength;
            }

            var (start, count) = (Lists.Start((int)feature), Lists.Count((int)feature));
            var row = decoder.At(feature * _width);
            var gradients = _codeGradients.Pointer + start;
            new Span<float>(_gradient.Pointer, _padded).Clear();
            RowSums<TLanes, TVector>.AddAndDotListed(
                _gradient.Pointer,
                errors,
                _padded,
                Lists.Samples + start,
                Lists.Values + start,
                count,
                directions + feature * _padded,
                gradients
            );
            _encoderBiasGradient.Pointer[feature] = Rows<TLanes, TVector>.ScaleAndShift(gradients, _squaredScale, _penalty, count);
            if (_thresholds is not null)
            {
                _encoderBiasGradient.Pointer[feature] += _thresholds.Learn(
                    (int)feature,
                    thresholds[feature],
                    Lists.Values + start,
                    gradients,
                    count,
                    errors,
                    directions + feature * _padded,
                    _padded
                );
            }

            if (Auxiliary is not null)
            {
                _encoderBiasGradient.Pointer[feature] += Auxiliary.AddToDecoder(
                    (int)feature,
                    _gradient.Pointer,
                    directions + feature * _padded,
                    _squaredScale
                );
            }

            ForgetTiny(row.First, count);
            var squaredLength = adam.Update(row, _gradient.Pointer, _squaredScale, _width);
            Rows<TLanes, TVector>.Scale(row.Value, 1 / MathF.Sqrt(squaredLength), _width);
        }
    }

    /// <summary>The encoder rows. Apart from the decoder's, so that only one of the batch and its errors need stay in a cache at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LearnEncoder(Moments encoder, float* decoderBias, float* samples, in AdamRows<TLanes, TVector> adam)
    {
        for (nint feature = 0; feature < _features; feature++)
        {
            var (start, count) = (Lists.Start((int)feature), Lists.Count((int)feature));
            var row = encoder.At(feature * _width);
            var total = _options.DecoderBias ? _encoderBiasGradient.Pointer[feature] : 0;
            Rows<TLanes, TVector>.Set(_gradient.Pointer, decoderBias, -total, _padded);
            RowSums<TLanes, TVector>.AddListed(
                _gradient.Pointer,
                samples,
                _padded,
                Lists.Samples + start,
                _codeGradients.Pointer + start,
                count
            );
            _thresholds?.AddToEncoder((int)feature, _gradient.Pointer, samples, _padded);
            Auxiliary?.AddToEncoder((int)feature, _gradient.Pointer, samples);
            if (_options.DecoderBias)
            {
                Rows<TLanes, TVector>.Add(_decoderBiasGradient.Pointer, row.Value, -total, _width);
            }

            ForgetTiny(row.First, count);
            if (!float.IsFinite(adam.Update(row, _gradient.Pointer, 1, _width)))
            {
                Poison += 0 * Rows<TLanes, TVector>.LargestOf(row.Value, _width); // Its squares may overflow where it doesn't.
            }
        }
    }

    /// <summary>
    /// The first moments of a feature that doesn't fire fall by a tenth a step, until they are so small that every operation on them takes a hundred times as
    /// long. Long before that they move nothing.
    /// </summary>
    private void ForgetTiny(float* first, int count)
    {
        if (count == 0)
        {
            Rows<TLanes, TVector>.ForgetTiny(first, _width);
        }
    }

    private void LearnDecoderBias(Moments bias, float* errors, int rows, in AdamRows<TLanes, TVector> adam)
    {
        RowSums<TLanes, TVector>.AddAll(_decoderBiasGradient.Pointer, errors, _padded, _squaredScale, rows);
        adam.Update(bias, _decoderBiasGradient.Pointer, 1, _width);
    }
}
