namespace SparsePlugins.Statistics

open System.Collections.Generic
open MathNet.Numerics.Distributions

/// When something happened, or until when it hadn't.
type Duration =
    {
        Time: float
        /// False where it was not seen to happen: the time is then a lower bound.
        IsEvent: bool
    }

/// A time that half of the runs needed.
type Median =
    {
        /// NaN where fewer than half reached it.
        Value: float
        Interval: Interval
    }

/// One step of a Kaplan-Meier curve.
type internal SurvivalStep =
    {
        Time: float
        /// Share that has not reached it after this time.
        Survival: float
        /// Greenwood's sum of d / (n (n - d)) so far; infinite once nobody is left.
        Greenwood: float
    }

/// Times of which some are only known to be longer than what was seen.
[<AbstractClass; Sealed>]
type Survival =
    /// At every time with an event. Source: E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations",
    /// JASA 53 (1958); M. Greenwood, "The natural duration of cancer" (1926), for the variance.
    static member internal Curve(durations: IReadOnlyList<Duration>) : SurvivalStep list =
        let events =
            durations |> Seq.filter _.IsEvent |> Seq.countBy _.Time |> Seq.sortBy fst

        let next (before: SurvivalStep) (time, count) =
            let atRisk =
                durations |> Seq.filter (fun duration -> duration.Time >= time) |> Seq.length

            let left = float (atRisk - count)

            {
                Time = time
                Survival = before.Survival * left / float atRisk
                Greenwood = before.Greenwood + float count / (float atRisk * left)
            }

        let start =
            {
                Time = 0.0
                Survival = 1.0
                Greenwood = 0.0
            }

        events |> Seq.scan next start |> Seq.skip 1 |> List.ofSeq

    /// Share that has not reached it after a time, by Kaplan and Meier.
    static member Share(durations: IReadOnlyList<Duration>, time: float) =
        Survival.Curve durations
        |> List.filter (fun step -> step.Time <= time)
        |> List.tryLast
        |> Option.map _.Survival
        |> Option.defaultValue 1.0

    /// 95 % band at a step, on the scale of log(-log S).
    static member private Band(step: SurvivalStep) : Interval =
        if step.Survival <= 0.0 then
            { Lower = 0.0; Upper = nan }
        else
            let log = log step.Survival
            let width = Normal.InvCDF(0.0, 1.0, 0.975) * sqrt step.Greenwood / log

            {
                Lower = exp (log * exp -width)
                Upper = exp (log * exp width)
            }

    /// The first time at which half reached it; where exactly half did and then nobody for a while, the middle of that while. Its
    /// 95 % interval holds the times at which the curve's log(-log) band holds one half; a bound that is not reached is NaN, as
    /// both are below three runs.
    /// Source: R. Brookmeyer and J. Crowley, "A confidence interval for the median survival time", Biometrics 38 (1982).
    static member Median(durations: IReadOnlyList<Duration>) : Median =
        let curve = Survival.Curve durations
        let half = 0.5 + 1e-9

        let value =
            match curve |> List.filter (fun step -> step.Survival <= half) with
            | [] -> nan
            | first :: second :: _ when first.Survival > 0.5 - 1e-9 -> (first.Time + second.Time) / 2.0
            | first :: _ -> first.Time

        let firstAtMost (bound: Interval -> float) =
            curve
            |> List.tryFind (fun step -> bound (Survival.Band step) <= half)
            |> Option.map _.Time
            |> Option.defaultValue nan

        {
            Value = value
            Interval =
                if durations.Count < SampleStatistics.LeastForInterval then
                    Interval.None
                else
                    {
                        Lower = firstAtMost _.Lower
                        Upper = firstAtMost _.Upper
                    }
        }

    /// The mean time up to a horizon: the area under the Kaplan-Meier curve from 0 to it. Where nothing is censored before
    /// the horizon it is the mean of min(time, horizon).
    /// Source: J. O. Irwin, "The standard error of an estimate of expectation of life", Journal of Hygiene 47 (1949); P. Royston and
    /// M. K. B. Parmar, BMC Medical Research Methodology 13 (2013).
    static member RestrictedMean(durations: IReadOnlyList<Duration>, horizon: float) =
        let steps =
            Survival.Curve durations |> List.filter (fun step -> step.Time < horizon)

        let times = 0.0 :: List.map _.Time steps @ [ horizon ]

        let shares = 1.0 :: List.map _.Survival steps

        List.zip (List.pairwise times) shares
        |> List.sumBy (fun ((from, upTo), share) -> share * (upTo - from))
