using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>The decoder rows, and with the same reading of the errors the code gradients.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <param name="width">D.</param>
/// <param name="groupEnds">As <see cref="FusedOptions.GroupEnds"/> has them.</param>
/// <param name="codes">The codes, and where their gradients go.</param>
/// <param name="scratch">Rows of padded D.</param>
/// <param name="thresholds">What thresholds learn, where codes have them.</param>
/// <param name="auxiliary">What dead features learn besides.</param>
internal sealed unsafe class DecoderLearning<TLanes, TVector>(
    int width,
    int[] groupEnds,
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int thread, int first, int end, in LearningInput<TLanes, TVector> input)
    {
        var (errors, group) = ((nint)input.Errors, 0);
        for (var feature = first; feature < end; feature++)
        {
            for (; feature >= groupEnds[group]; group++)
            {
                errors += (nint)input.Batch.RowCount * _padded * sizeof(float);
            }

            LearnRow(feature, scratch.Of(thread), (float*)errors, in input);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LearnRow(int feature, float* gradient, float* errors, in LearningInput<TLanes, TVector> input)
    {
        var (start, count) = (codes.Lists.Start(feature), codes.Lists.Count(feature));
        float* direction = input.Directions + (nint)feature * _padded,
            values = codes.Lists.Values + start,
            gradients = codes.Of(feature);
        new Span<float>(gradient, _padded).Clear();
        RowSums<TLanes, TVector>.AddAndDotListed(
            gradient,
            errors,
            _padded,
            codes.Lists.Samples + start,
            values,
            count,
            direction,
            gradients
        );
        var total = Rows<TLanes, TVector>.ScaleAndShift(gradients, input.SquaredScale, input.Penalty, count);
        if (thresholds is not null)
        {
            var threshold = input.Parameters.Threshold.Value[feature];
            total += thresholds.Learn(feature, threshold, values, gradients, count, errors, direction, _padded);
        }

        if (auxiliary is not null)
        {
            total += auxiliary.AddToDecoder(feature, gradient, direction, input.SquaredScale);
        }

        codes.Totals[feature] = total;
        var row = input.Parameters.DecoderWeight.At((nint)feature * width);
        Rows<TLanes, TVector>.ForgetTiny(row.First, count == 0 ? width : 0);
        var squaredLength = input.Adam.Update(row, gradient, input.SquaredScale, width);
        Rows<TLanes, TVector>.Scale(row.Value, 1 / MathF.Sqrt(squaredLength), width);
    }
}
