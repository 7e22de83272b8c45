using SparsePlugins.Records;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution.Data;

/// <summary>What a reader should know about the rows of the sample: sentences without a full stop.</summary>
internal static class SampleNotes
{
    /// <summary>
    /// From here on, the mean decides which features fire: Simon, Adams and Zou, arXiv 2605.31518, ICML 2026, found that gamma predicts how many features are
    /// dead from the start, over 454 layers of models, and that centering revives most of them; below 1 there was no such problem.
    /// </summary>
    private const double LargeGamma = 1;

    /// <summary>How many times as long as the median row a row must be before it is mentioned.</summary>
    private const double VeryLong = 1000;

    /// <summary>About a sample, and what is done to it.</summary>
    public static IEnumerable<string> Describe(SampleFacts sample, InputSpec inputs)
    {
        if (inputs.Center.IsNoCenter && sample.Gamma > LargeGamma && double.IsFinite(sample.Gamma))
        {
            yield return "gamma = |mean| / |std| of the activations is above 1: many features tend to be dead from the start (arXiv 2605.31518), and source.center: mean, or decoder_bias: mean in initializers, helps";
        }

        if (inputs.DropLongerThan == 0 && sample.MedianLength > 0 && sample.LongestLength >= VeryLong * sample.MedianLength)
        {
            yield return FormattableString.Invariant(
                $"the longest of the {sample.Rows} rows of the sample is {sample.LongestLength / sample.MedianLength:0} times as long as the median one; the loss and fvu are mostly about such rows, and source.drop_longer_than: 10 drops them"
            );
        }
    }
}
