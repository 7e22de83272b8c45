using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>The encoder rows. Apart from the decoder's, so that only one of the batch and its errors need stay in a cache at a time.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <param name="hasDecoderBias">Whether it is learned.</param>
/// <param name="width">D.</param>
/// <param name="codes">The codes and their gradients.</param>
/// <param name="scratch">Rows of padded D.</param>
/// <param name="thresholds">What thresholds learn, where codes have them.</param>
/// <param name="auxiliary">What dead features learn besides.</param>
internal sealed unsafe class EncoderLearning<TLanes, TVector>(
    bool hasDecoderBias,
    int width,
    CodeGradients codes,
    ScratchRows scratch,
    ThresholdLearning<TLanes, TVector>? thresholds,
    AuxiliaryLearning<TLanes, TVector>? auxiliary
)
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly int _padded = Sizes.RoundUp(width, TLanes.Count);

    /// <summary>Learns the rows of some features.</summary>
    /// <param name="thread">Its number, from 0.</param>
    /// <param name="first">The first feature.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="input">What it learns from.</param>
    /// <param name="biasGradient">[padded D] where the rows add what the decoder bias learns through them; nowhere if that was done.</param>
    /// <returns>0, or NaN where a row is no longer finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Run(int thread, int first, int end, in LearningInput<TLanes, TVector> input, float* biasGradient)
    {
        var (gradient, samples) = ((nint)scratch.Of(thread), (nint)input.Batch.Rows);
        var poison = 0f;
        for (var feature = first; feature < end; feature++)
        {
            poison += LearnRow(feature, (float*)gradient, (float*)samples, in input, biasGradient);
        }

        return poison;
    }

    /// <summary>What the rows add to the gradient of the decoder bias, feature after feature, in some of its columns.</summary>
    /// <param name="weight">The encoder before the update.</param>
    /// <param name="biasGradient">[padded D].</param>
    /// <param name="features">F.</param>
    /// <param name="first">The first column.</param>
    /// <param name="end">Behind the last.</param>
    public void AddToDecoderBias(float* weight, float* biasGradient, int features, int first, int end)
    {
        for (nint feature = 0; feature < features; feature++)
        {
            Rows<TLanes, TVector>.Add(biasGradient + first, weight + feature * width + first, -codes.Totals[feature], end - first);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float LearnRow(int feature, float* gradient, float* samples, in LearningInput<TLanes, TVector> input, float* biasGradient)
    {
        var (start, count) = (codes.Lists.Start(feature), codes.Lists.Count(feature));
        var row = input.Parameters.EncoderWeight.At((nint)feature * width);
        var total = hasDecoderBias ? codes.Totals[feature] : 0;
        Rows<TLanes, TVector>.Set(gradient, input.DecoderBias, -total, _padded);
        RowSums<TLanes, TVector>.AddListed(gradient, samples, _padded, codes.Lists.Samples + start, codes.Of(feature), count);
        thresholds?.AddToEncoder(feature, gradient, samples, _padded);
        auxiliary?.AddToEncoder(feature, gradient, samples);
        if (biasGradient is not null)
        {
            Rows<TLanes, TVector>.Add(biasGradient, row.Value, -total, width);
        }

        Rows<TLanes, TVector>.ForgetTiny(row.First, count == 0 ? width : 0);
        // The squares of a row may overflow where the row doesn't.
        return float.IsFinite(input.Adam.Update(row, gradient, 1, width)) ? 0 : 0 * Rows<TLanes, TVector>.LargestOf(row.Value, width);
    }
}
