using SparsePlugins.Contracts;

namespace SparsePlugins.Kernels;

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
    private readonly int _padded;
    private readonly CodeGradients _codes;
    private readonly ScratchRows _scratch;
    private readonly NativeBuffer<float> _decoderBiasGradient; // [padded D]
    private readonly ThresholdLearning<TLanes, TVector>? _thresholds;
    private readonly DecoderLearning<TLanes, TVector> _decoder;
    private readonly EncoderLearning<TLanes, TVector> _encoder;

    /// <summary>For one architecture.</summary>
    public Learning(FusedOptions options, int width, int features)
    {
        (_options, _width, _features, _padded) = (options, width, features, Sizes.RoundUp(width, TLanes.Count));
        Auxiliary = options.Auxiliary is { } auxiliary ? new(auxiliary, options, width, features) : null;
        _thresholds = options.Codes is JumpReluCodes jump ? new(jump, features) : null;
        (_codes, _scratch, _decoderBiasGradient) = (new(features, TLanes.Count), new(_padded), new(_padded));
        _decoder = new(width, options.GroupEnds(features), _codes, _scratch, _thresholds, Auxiliary);
        _encoder = new(options.DecoderBias, width, _codes, _scratch, _thresholds, Auxiliary);
    }

    /// <summary>The codes of the last batch, feature after feature.</summary>
    public LatentLists Lists => _codes.Lists;

    /// <summary>What dead features learn besides; run it before.</summary>
    public AuxiliaryLearning<TLanes, TVector>? Auxiliary { get; }

    /// <summary>0, or NaN once a parameter is no longer finite: a feature that is NaN may never fire, and must not pass unnoticed.</summary>
    public float Poison { get; private set; }

    /// <inheritdoc/>
    public bool IsIntact =>
        _codes.IsIntact
        && _scratch.IsIntact
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
        var scale = 1.0 / ((double)batch.RowCount * _width);
        var (squaredScale, penalty) = ((float)(2 * scale), (float)(_options.L1 * pace.Sparsity * scale));
        var adam = new AdamRows<TLanes, TVector>(_options, update, pace.LearningRate);
        var input = new LearningInput<TLanes, TVector>(parameters, directions, decoderBias, batch, errors, squaredScale, penalty, adam);
        Begin(codes, near, batch.RowCount, scale, pace.Sparsity, threads);
        if (threads > 1)
        {
            LearnOn(threads, input);
        }
        else
        {
            _decoder.Run(0, 0, _features, in input);
            Poison += _encoder.Run(0, 0, _features, in input, _options.DecoderBias ? _decoderBiasGradient.Pointer : null);
        }

        LearnRest(in input);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _codes.Dispose();
        _scratch.Dispose();
        _decoderBiasGradient.Dispose();
        _thresholds?.Dispose();
        Auxiliary?.Dispose();
    }

    private void Begin(CodeList codes, CodeList? near, int rows, double scale, double sparsity, int threads)
    {
        _codes.Begin(codes);
        _scratch.Prepare(threads);
        new Span<float>(_decoderBiasGradient.Pointer, _padded).Clear();
        _thresholds?.Begin(near!, codes.Count, rows, scale, sparsity);
    }

    /// <summary>Every row is learned by one thread, and sums over features have one order: the numbers are those of one thread.</summary>
    private void LearnOn(int threads, LearningInput<TLanes, TVector> input)
    {
        Team.DoRanges(threads, _features, 1, (thread, first, end) => _decoder.Run(thread, first, end, in input));
        if (_options.DecoderBias)
        {
            var weight = input.Parameters.EncoderWeight.Value;
            var bias = _decoderBiasGradient.Pointer;
            Team.DoRanges(threads, _width, TLanes.Count, (_, first, end) => _encoder.AddToDecoderBias(weight, bias, _features, first, end));
        }

        var poisons = new float[threads];
        Team.DoRanges(threads, _features, 1, (thread, first, end) => poisons[thread] += _encoder.Run(thread, first, end, in input, null));
        Poison += poisons.Sum();
    }

    private void LearnRest(in LearningInput<TLanes, TVector> input)
    {
        var parameters = input.Parameters;
        input.Adam.Update(parameters.EncoderBias, _codes.Totals, 1, _features);
        Auxiliary?.Count(parameters.SinceFired, Lists);
        _thresholds?.Update(parameters.Threshold, in input.Adam);
        if (_options.DecoderBias)
        {
            RowSums<TLanes, TVector>.AddAll(_decoderBiasGradient.Pointer, input.Errors, _padded, input.SquaredScale, input.Batch.RowCount);
            input.Adam.Update(parameters.DecoderBias, _decoderBiasGradient.Pointer, 1, _width);
        }
    }
}
