namespace SparsePlugins.Reporting

open System
open System.Collections.Generic
open MathNet.Numerics.Distributions

/// Intervals from resampling, which assume no normal distribution.
[<AbstractClass; Sealed>]
type Bootstrap =
    static member Resamples = 10000

    /// The same in every report, so that a report's bytes don't change.
    static member private Seed = 20230801UL

    static member private Means(values: float[]) =
        let generator = SplitMix Bootstrap.Seed
        let n = values.Length
        let means = Array.zeroCreate Bootstrap.Resamples

        for b in 0 .. means.Length - 1 do
            let mutable sum = 0.0

            for _ in 1..n do
                sum <- sum + values[generator.Below n]

            means[b] <- sum / float n

        Array.Sort means
        means

    /// How far the middle of the resampled means lies from the mean; ties count half.
    static member private Bias(sorted: float[], mean: float) =
        let tolerance = 1e-9 * (sorted[sorted.Length - 1] - sorted[0])

        let below =
            sorted |> Array.filter (fun value -> value < mean - tolerance) |> Array.length

        let above =
            sorted |> Array.filter (fun value -> value > mean + tolerance) |> Array.length

        let ties = sorted.Length - below - above
        Normal.InvCDF(0.0, 1.0, (float below + float ties / 2.0) / float sorted.Length)

    static member private Acceleration(values: float[], mean: float) =
        let power exponent =
            values |> Array.sumBy (fun value -> (value - mean) ** exponent)

        power 3.0 / (6.0 * power 2.0 ** 1.5)

    /// The 95 % BCa interval (bias-corrected and accelerated) of a mean: 10,000 resamples of a fixed seed. A point where all
    /// values are equal; unknown below three values.
    /// Source: B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987); B. Efron and R. Tibshirani, "An
    /// Introduction to the Bootstrap" (1993), chapter 14.
    static member MeanInterval(values: IReadOnlyList<float>) : Interval =
        let values = Seq.toArray values

        if values.Length < Statistics.LeastForInterval then
            Interval.None
        elif PairedTest.HasNoSpread values then
            { Lower = values[0]; Upper = values[0] }
        else
            let mean = Array.average values
            let sorted = Bootstrap.Means values
            let bias = Bootstrap.Bias(sorted, mean)
            let acceleration = Bootstrap.Acceleration(values, mean)

            let bound level =
                let z = bias + Normal.InvCDF(0.0, 1.0, level)
                let share = Normal.CDF(0.0, 1.0, bias + z / (1.0 - acceleration * z))
                sorted[Math.Clamp(int (ceil (share * float sorted.Length)) - 1, 0, sorted.Length - 1)]

            {
                Lower = bound 0.025
                Upper = bound 0.975
            }
