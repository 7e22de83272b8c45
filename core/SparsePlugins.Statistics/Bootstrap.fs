namespace SparsePlugins.Statistics

open System.Collections.Generic
open MathNet.Numerics.Distributions

/// Intervals from resampling, which assume no normal distribution.
[<AbstractClass; Sealed>]
type Bootstrap =
    /// How far the middle of the resampled means lies from the mean; ties count half.
    static member private Bias(resamples: Resamples.Distribution, mean: float) =
        let smallest, largest = Resamples.ends resamples
        let tolerance = 1e-9 * (largest - smallest)
        let total = Resamples.total resamples

        let below =
            resamples |> Resamples.weightWhere (fun value -> value < mean - tolerance)

        let above =
            resamples |> Resamples.weightWhere (fun value -> value > mean + tolerance)

        let ties = total - below - above
        Normal.InvCDF(0.0, 1.0, (below + ties / 2.0) / total)

    static member private Acceleration(values: float[], mean: float) =
        let power exponent =
            values |> Array.sumBy (fun value -> (value - mean) ** exponent)

        power 3.0 / (6.0 * power 2.0 ** 1.5)

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
            let mean = Array.average values
            let resamples = Resamples.ofMean values
            let bias = Bootstrap.Bias(resamples, mean)
            let acceleration = Bootstrap.Acceleration(values, mean)

            let bound level =
                let z = bias + Normal.InvCDF(0.0, 1.0, level)
                let share = Normal.CDF(0.0, 1.0, bias + z / (1.0 - acceleration * z))
                Resamples.quantile share resamples

            {
                Lower = bound 0.025
                Upper = bound 0.975
            }

    /// The interval of values that are known to ranges: from the smallest lower bound to the largest upper bound of the sets of values that they allow. Few values have
    /// every set of ends looked at, more those among which the extremes of Student's t lie; bias and acceleration depend on the shape of the values, so
    /// that the low ends alone need not have the smallest bound.
    static member BoundedInterval(values: IReadOnlyList<BoundedValue>) : Interval =
        if values |> Seq.forall _.IsExact then
            Bootstrap.MeanInterval(AllowedValues.measured values)
        else
            let sets =
                if values.Count <= Resamples.mostListed then
                    Seq.ofArray (AllowedValues.corners values)
                else
                    AllowedValues.extremes values

            let all = sets |> Seq.map Bootstrap.MeanInterval |> Array.ofSeq

            {
                Lower = all |> Seq.map _.Lower |> Seq.min
                Upper = all |> Seq.map _.Upper |> Seq.max
            }
