namespace SparsePlugins.Reporting

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
type Statistics =
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
            let mean = Statistics.Mean values
            let squares = values |> Seq.sumBy (fun value -> (value - mean) ** 2.0)
            sqrt (squares / float (values.Count - 1))

    /// Mean and 95 % interval of Student's t: mean ± t(0.975, n - 1) · s / √n.
    /// Source: Student, "The probable error of a mean", Biometrika 6 (1908).
    static member Estimate(values: IReadOnlyList<float>) : Estimate =
        let n = values.Count

        let halfWidth =
            if n < Statistics.LeastForInterval then
                nan
            else
                Student.quantile n * Statistics.StandardDeviation values / sqrt (float n)

        {
            Count = n
            Mean = Statistics.Mean values
            HalfWidth = halfWidth
        }

    /// Pairs values by seed: `value - baseline` in the order of seeds; seeds that only one side has are left out.
    static member PairedDifferences
        (values: IReadOnlyDictionary<int64, float>, baseline: IReadOnlyDictionary<int64, float>)
        : IReadOnlyList<float> =
        values.Keys
        |> Seq.sort
        |> Seq.filter baseline.ContainsKey
        |> Seq.map (fun seed -> values[seed] - baseline[seed])
        |> Seq.toArray
        :> IReadOnlyList<float>
