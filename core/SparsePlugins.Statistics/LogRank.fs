namespace SparsePlugins.Statistics

open System.Collections.Generic
open MathNet.Numerics.Distributions

/// The log-rank test: do two groups reach the threshold at the same rate over the whole observed time?
[<AbstractClass; Sealed>]
type LogRank =
    /// Observed less expected events of the first group, and its variance under no difference, at one time.
    static member private At(first: IReadOnlyList<Duration>, second: IReadOnlyList<Duration>, time: float) =
        let atRisk group =
            group
            |> Seq.filter (fun (duration: Duration) -> duration.Time >= time)
            |> Seq.length
            |> float

        let events group =
            group
            |> Seq.filter (fun (duration: Duration) -> duration.IsEvent && duration.Time = time)
            |> Seq.length
            |> float

        let mine, all = atRisk first, atRisk first + atRisk second
        let happened = events first + events second
        let share = mine / all

        let variance =
            if all < 2.0 then
                0.0
            else
                happened * share * (1.0 - share) * (all - happened) / (all - 1.0)

        events first - happened * share, variance

    /// Chi-square with one degree of freedom; NaN where there is nothing to compare.
    /// Source: N. Mantel, "Evaluation of survival data and two new rank order statistics", Cancer Chemotherapy Reports 50 (1966);
    /// R. Peto and J. Peto, JRSS A 135 (1972).
    static member ChiSquare(first: IReadOnlyList<Duration>, second: IReadOnlyList<Duration>) =
        let times =
            Seq.append first second
            |> Seq.filter _.IsEvent
            |> Seq.map _.Time
            |> Seq.distinct
            |> Seq.sort

        let parts = [ for time in times -> LogRank.At(first, second, time) ]

        let excess, variance = List.sumBy fst parts, List.sumBy snd parts
        if variance > 0.0 then excess * excess / variance else nan

    /// Two-sided p-value; it knows nothing of pairs.
    static member PValue(first: IReadOnlyList<Duration>, second: IReadOnlyList<Duration>) =
        let chiSquare = LogRank.ChiSquare(first, second)

        if System.Double.IsNaN chiSquare then
            nan
        else
            // Of the normal distribution's lower tail, which keeps its digits where p is small.
            min 1.0 (2.0 * Normal.CDF(0.0, 1.0, -(sqrt chiSquare)))
