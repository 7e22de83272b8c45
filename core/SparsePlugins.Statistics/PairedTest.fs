namespace SparsePlugins.Statistics

open System
open System.Collections.Generic
open MathNet.Numerics.Distributions

/// Tests whether paired differences have mean zero.
[<AbstractClass; Sealed>]
type PairedTest =
    /// Whether differences are all equal, up to the rounding of floats: then there is no noise to measure them by.
    static member HasNoSpread(differences: IReadOnlyList<float>) =
        let mutable lowest, highest = infinity, -infinity

        for difference in differences do
            lowest <- min lowest difference
            highest <- max highest difference

        highest - lowest <= 1e-12 + 1e-9 * max (abs lowest) (abs highest)

    /// Whether a difference is zero up to the rounding of floats.
    static member IsRounding(difference: float) = abs difference <= 1e-12

    /// Two-sided p-value of Student's paired t test: t = mean · √n / s with n - 1 degrees of freedom. Where all differences are
    /// equal, that of the exact sign test, 2 / 2^n; 1 where they are all zero. NaN below three differences.
    /// Sources: Student, Biometrika 6 (1908); for equal differences R. A. Fisher, "The Design of Experiments" (1935), §21.
    static member PValue(differences: IReadOnlyList<float>) =
        let n = differences.Count

        if n < SampleStatistics.LeastForInterval then
            nan
        elif PairedTest.HasNoSpread differences then
            if PairedTest.IsRounding differences[0] then
                1.0
            else
                2.0 ** float (1 - n)
        else
            let t =
                SampleStatistics.Mean differences * sqrt (float n)
                / SampleStatistics.StandardDeviation differences

            min 1.0 (2.0 * StudentT.CDF(0.0, 1.0, float (n - 1), -(abs t)))

    /// The p-value of differences that are known to ranges: the largest p-value of all sets that the ranges allow, so 1 where one has mean zero.
    static member BoundedPValue(differences: IReadOnlyList<BoundedValue>) =
        let lowest = SampleStatistics.Mean(AllowedValues.lows differences)
        let highest = SampleStatistics.Mean(AllowedValues.highs differences)

        if differences |> Seq.forall _.IsExact then
            PairedTest.PValue(AllowedValues.measured differences)
        elif differences.Count < SampleStatistics.LeastForInterval then
            nan
        elif lowest <= 0.0 && highest >= 0.0 then
            1.0
        else
            AllowedValues.extremes differences |> Seq.map PairedTest.PValue |> Seq.max
