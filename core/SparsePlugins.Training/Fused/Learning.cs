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
    private readonly List<NativeBuffer<float>> _gradients = []; // [padded D] of one row, for each thread
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
        && _gradients.TrueForAll(gradient => gradient.IsIntact)
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
    /// <param name="threads">How many may do it.</param>
    public void Run(
        Parameters parameters,
        float* directions,
        float* decoderBias,
        PackedBatch batch,
        float* errors,
        CodeList codes,
        CodeList? near,
        long update,
        UpdatePace pace,
        int threads = 1
    )
    {
        Lists.Sort(codes);
        _codeGradients.Grow(codes.Count);
        var scale = 1.0 / ((double)batch.RowCount * _width);
        (_squaredScale, _penalty) = ((float)(2 * scale), (float)(_options.L1 * pace.Sparsity * scale));
        new Span<float>(_decoderBiasGradient.Pointer, _padded).Clear();
        _thresholds?.Begin(near!, codes.Count, batch.RowCount, scale, pace.Sparsity);

        var adam = new AdamRows<TLanes, TVector>(_options, update, pace.LearningRate);
        while (_gradients.Count < threads)
        {
            _gradients.Add(new NativeBuffer<float>(_padded));
        }

        var groupLength = (nint)batch.RowCount * _padded;
        if (threads > 1)
        {
            LearnOn(threads, parameters, directions, decoderBias, batch.Rows, errors, groupLength, adam);
        }
        else
        {
            LearnDecoder(0, 0, _features, parameters, directions, errors, groupLength, in adam);
            Poison += LearnEncoder(0, 0, _features, parameters.EncoderWeight, decoderBias, batch.Rows, in adam, _options.DecoderBias);
        }

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
        _gradients.ForEach(gradient => gradient.Dispose());
        _encoderBiasGradient.Dispose();
        _decoderBiasGradient.Dispose();
        _thresholds?.Dispose();
        Auxiliary?.Dispose();
    }

    /// <summary>Every row is learned by one thread, and sums over features have one order: the numbers are those of one thread.</summary>
    private void LearnOn(
        int threads,
        Parameters parameters,
        float* directions,
        float* decoderBias,
        float* samples,
        float* errors,
        nint groupLength,
        AdamRows<TLanes, TVector> adam
    )
    {
        Team.DoRanges(
            threads,
            _features,
            1,
            (thread, first, end) => LearnDecoder(thread, first, end, parameters, directions, errors, groupLength, in adam)
        );
        if (_options.DecoderBias)
        {
            var weight = parameters.EncoderWeight.Value;
            Team.DoRanges(threads, _width, TLanes.Count, (_, first, end) => AddEncoderToDecoderBias(weight, first, end));
        }

        var poisons = new float[threads];
        Team.DoRanges(
            threads,
            _features,
            1,
            (thread, first, end) =>
                poisons[thread] += LearnEncoder(
                    thread,
                    first,
                    end,
                    parameters.EncoderWeight,
                    decoderBias,
                    samples,
                    in adam,
                    addsToDecoderBias: false
                )
        );
        Poison += poisons.Sum();
    }

    /// <summary>What the rows of the encoder add to the gradient of the decoder bias, feature after feature, in some of its columns.</summary>
    private void AddEncoderToDecoderBias(float* weight, int first, int end)
    {
        for (nint feature = 0; feature < _features; feature++)
        {
            var row = weight + feature * _width + first;
            Rows<TLanes, TVector>.Add(_decoderBiasGradient.Pointer + first, row, -_encoderBiasGradient.Pointer[feature], end - first);
        }
    }

    /// <summary>The decoder rows of some features, and with the same reading of the errors the code gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LearnDecoder(
        int thread,
        int first,
        int end,
        Parameters parameters,
        float* directions,
        float* errors,
        nint groupLength,
        in AdamRows<TLanes, TVector> adam
    )
    {
        float* gradient = _gradients[thread].Pointer,
            thresholds = parameters.Threshold.Value;
        var (decoder, group) = (parameters.DecoderWeight, 0);
        for (nint feature = first; feature < end; feature++)
        {
            for (; feature >= _groupEnds[group]; group++)
            {
                errors += groupLength;
            }

            var (start, count) = (Lists.Start((int)feature), Lists.Count((int)feature));
            var row = decoder.At(feature * _width);
            var gradients = _codeGradients.Pointer + start;
            new Span<float>(gradient, _padded).Clear();
            RowSums<TLanes, TVector>.AddAndDotListed(
                gradient,
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
                    gradient,
                    directions + feature * _padded,
                    _squaredScale
                );
            }

            ForgetTiny(row.First, count);
            var squaredLength = adam.Update(row, gradient, _squaredScale, _width);
            Rows<TLanes, TVector>.Scale(row.Value, 1 / MathF.Sqrt(squaredLength), _width);
        }
    }

    /// <summary>The encoder rows of some features. Apart from the decoder's, so that only one of the batch and its errors need stay in a cache at a time.</summary>
    /// <returns>0, or NaN where one is no longer finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float LearnEncoder(
        int thread,
        int first,
        int end,
        Moments encoder,
        float* decoderBias,
        float* samples,
        in AdamRows<TLanes, TVector> adam,
        bool addsToDecoderBias
    )
    {
        var gradient = _gradients[thread].Pointer;
        var poison = 0f;
        for (nint feature = first; feature < end; feature++)
        {
            var (start, count) = (Lists.Start((int)feature), Lists.Count((int)feature));
            var row = encoder.At(feature * _width);
            var total = _options.DecoderBias ? _encoderBiasGradient.Pointer[feature] : 0;
            Rows<TLanes, TVector>.Set(gradient, decoderBias, -total, _padded);
            RowSums<TLanes, TVector>.AddListed(gradient, samples, _padded, Lists.Samples + start, _codeGradients.Pointer + start, count);
            _thresholds?.AddToEncoder((int)feature, gradient, samples, _padded);
            Auxiliary?.AddToEncoder((int)feature, gradient, samples);
            if (addsToDecoderBias)
            {
                Rows<TLanes, TVector>.Add(_decoderBiasGradient.Pointer, row.Value, -total, _width);
            }

            ForgetTiny(row.First, count);
            if (!float.IsFinite(adam.Update(row, gradient, 1, _width)))
            {
                poison += 0 * Rows<TLanes, TVector>.LargestOf(row.Value, _width); // Its squares may overflow where it doesn't.
            }
        }

        return poison;
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
