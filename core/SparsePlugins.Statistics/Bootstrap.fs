namespace SparsePlugins.Statistics

open System.Collections.Generic

/// Intervals from resampling, which assume no normal distribution.
[<AbstractClass; Sealed>]
type Bootstrap =
    /// The 95 % BCa interval (bias-corrected and accelerated) of a mean: from all n^n resamples up to six values, from 10,000 of a
    /// fixed seed above. A point where all values are equal; unknown below three values.
    /// Source: B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987); B. Efron and R. Tibshirani, "An
    /// Introduction to the Bootstrap" (1993), chapter 14.
    static member MeanInterval(values: IReadOnlyList<float>) : Interval =
        let values = Seq.toArray values

        if values.Length < SampleStatistics.LeastForInterval then
            Interval.None
        elif PairedTest.HasNoSpread values then
            { Lower = values[0]; Upper = values[0] }
        else
            let resamples = Resamples.ofMean values
            let lower, upper = Bca.shares resamples values

            {
                Lower = Resamples.quantile lower resamples
                Upper = Resamples.quantile upper resamples
            }

    /// The interval of values that are known to ranges: from the smallest lower bound to the largest upper bound of the sets of values that they allow. Up to six values have
    /// every set of ends looked at, more the sets with the ranges in order, every one below a place at its low end and every one above it at its high end; bias and
    /// acceleration depend on the shape of the values, so that the low ends alone need not have the smallest bound.
    static member BoundedInterval(values: IReadOnlyList<BoundedValue>) : Interval =
        if values |> Seq.forall _.IsExact then
            Bootstrap.MeanInterval(AllowedValues.measured values)
        elif values.Count > Resamples.mostListed then
            ChainHull.ofOrder values (AllowedValues.order values)
        else
            let all =
                AllowedValues.corners values
                |> Array.map (fun set -> Bootstrap.MeanInterval set)

            {
                Lower = all |> Seq.map _.Lower |> Seq.min
                Upper = all |> Seq.map _.Upper |> Seq.max
            }
