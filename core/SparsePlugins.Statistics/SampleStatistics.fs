namespace SparsePlugins.Statistics

open System.Collections.Generic
open MathNet.Numerics.Distributions

/// Quantiles of Student's t.
module internal Student =
    let private compute n =
        StudentT.InvCDF(0.0, 1.0, float (n - 1), 0.975)

    let private usual = Array.init 128 (fun n -> lazy (compute n))

    /// t(0.975, n - 1), kept for usual counts: curves ask for it at every point.
    let quantile n =
        if n < usual.Length then usual[n].Value else compute n

/// Means over seeds.
[<AbstractClass; Sealed>]
type SampleStatistics =
    /// Fewest values that get an interval: with two, the interval is wider than anything it could tell.
    static member LeastForInterval = 3

    /// NaN where there are none.
    static member Mean(values: IReadOnlyList<float>) =
        if values.Count = 0 then nan else Seq.average values

    /// With n - 1 in the denominator; NaN below two values.
    static member StandardDeviation(values: IReadOnlyList<float>) =
        if values.Count < 2 then
            nan
        else
            let mean = SampleStatistics.Mean values
            let squares = values |> Seq.sumBy (fun value -> (value - mean) ** 2.0)
            sqrt (squares / float (values.Count - 1))

    /// Mean and 95 % interval of Student's t: mean ± t(0.975, n - 1) · s / √n.
    /// Source: Student, "The probable error of a mean", Biometrika 6 (1908).
    static member Estimate(values: IReadOnlyList<float>) : Estimate =
        let n = values.Count

        let halfWidth =
            if n < SampleStatistics.LeastForInterval then
                nan
            else
                Student.quantile n * SampleStatistics.StandardDeviation values / sqrt (float n)

        let mean = SampleStatistics.Mean values

        {
            Count = n
            Mean = mean
            Lower = mean - halfWidth
            Upper = mean + halfWidth
        }

    /// The mean of what was measured, with an interval that holds Student's interval of every set of values that the ranges allow.
    static member BoundedEstimate(values: IReadOnlyList<BoundedValue>) : Estimate =
        let measured = SampleStatistics.Estimate(AllowedValues.measured values)

        if values |> Seq.forall _.IsExact then
            measured
        else
            let allowed =
                AllowedValues.extremes values
                |> Seq.map SampleStatistics.Estimate
                |> Array.ofSeq

            { measured with
                Lower = allowed |> Seq.map _.Lower |> Seq.min
                Upper = allowed |> Seq.map _.Upper |> Seq.max
            }

    static member private Paired
        (subtract, values: IReadOnlyDictionary<int64, 'value>, baseline: IReadOnlyDictionary<int64, 'value>)
        =
        values.Keys
        |> Seq.sort
        |> Seq.filter baseline.ContainsKey
        |> Seq.map (fun seed -> subtract values[seed] baseline[seed])
        |> Seq.toArray

    /// Pairs values by seed: `value - baseline` in the order of seeds; seeds that only one side has are left out.
    static member PairedDifferences
        (values: IReadOnlyDictionary<int64, float>, baseline: IReadOnlyDictionary<int64, float>)
        : IReadOnlyList<float> =
        SampleStatistics.Paired((-), values, baseline)

    /// The same of values that are known to ranges.
    static member BoundedDifferences
        (values: IReadOnlyDictionary<int64, BoundedValue>, baseline: IReadOnlyDictionary<int64, BoundedValue>)
        : IReadOnlyList<BoundedValue> =
        SampleStatistics.Paired((-), values, baseline)
