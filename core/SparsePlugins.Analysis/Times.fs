/// Steps to a threshold, with runs that never reached it.
module SparsePlugins.Analysis.Times

open System.Collections.Generic
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Analysis.Arrivals

/// The mean of times; nothing is reached before step 0, which an interval that is as wide on both sides does not know.
let private estimate (times: Map<int64, BoundedValue>) =
    (times |> Map.values |> Seq.toArray |> SampleStatistics.BoundedEstimate).Within(0.0, infinity)

/// Whether the left run is known to have reached the threshold first.
let private isEarlier left right =
    match left, right with
    | Between(_, last), Between(first, _) -> last < first
    | Between(_, last), NotBy step -> last <= step
    | Between _, Undefined
    | NotBy _, _
    | Undefined, _ -> false

let private isCensored (left, right) =
    match left, right with
    | Between _, Between _ -> false
    | (Between _ | NotBy _ | Undefined), _ -> true

/// Runs of one seed; where one has no value there is no pair.
let private pairsOf (arrivals: Arrivals) (baseline: Arrivals) =
    arrivals
    |> Map.toList
    |> List.choose (fun (seed, mine) -> baseline.TryFind seed |> Option.map (fun other -> mine, other))
    |> List.filter (fun (mine, other) -> not (mine.IsUndefined || other.IsUndefined))

let private median arrivals =
    let earliest = Survival.Median(durations fst arrivals).Interval
    let latest = Survival.Median(durations snd arrivals)

    { latest with
        Interval =
            {
                Lower = earliest.Lower
                Upper = latest.Interval.Upper
            }
    }

/// A variant with its arrivals and those of its baseline, where it has one.
type private Pair =
    {
        Mine: Variant * Arrivals
        Other: (Variant * Arrivals) option
    }

    member pair.All = pair.Mine :: Option.toList pair.Other

    member pair.Arrivals = snd pair.Mine

    member pair.Baseline = pair.Other |> Option.map snd |> Option.defaultValue Map.empty

/// Why a baseline decides nothing, not even the horizon: it saw other data, or was measured in another way.
let private otherTask measurement (pair: Pair) =
    match pair.Other with
    | Some(baseline, _) when Comparability.withheld baseline (fst pair.Mine) = Some DataDiffer -> Some DataDiffer
    | Some(baseline, _) when not (Comparability.metricDifferences measurement (fst pair.Mine) baseline).IsEmpty ->
        Some MeasuredDifferently
    | Some _
    | None -> None

let private withheld horizon (pair: Pair) =
    let isReached = pair.All |> List.exists (snd >> reached >> Map.isEmpty >> not)

    match pair.Other with
    | None -> None
    | Some(baseline, _) when (Comparability.withheld baseline (fst pair.Mine)).IsSome ->
        Comparability.withheld baseline (fst pair.Mine)
    | Some _ when not isReached -> Some NeitherReached
    | Some _ when pair.All |> List.exists isCutByAnother -> Some StoppedByAnother
    | Some _ when horizon = 0L -> Some NothingSeen
    | Some _ -> None

/// Seeds whose two runs are equal to the bit, so that they crossed together wherever between two evaluations that was.
let private equalSeeds (pair: Pair) =
    let bySeed (subject: Variant) =
        subject.Records |> List.map (fun record -> record.Seed, record) |> Map.ofList

    let others =
        pair.Other |> Option.map (fst >> bySeed) |> Option.defaultValue Map.empty

    fst pair.Mine
    |> bySeed
    |> Map.filter (fun seed record ->
        Map.tryFind seed others
        |> Option.exists (fun other -> EqualRuns.areEqual (record, other)))
    |> Map.keys
    |> Set.ofSeq

/// The comparison of times up to the pair's own horizon, which no other variant affects.
let private comparisonBy (compare: IReadOnlyList<BoundedValue> -> Comparison option) horizon (pair: Pair) =
    let equal = equalSeeds pair
    let times = upTo horizon pair.Arrivals

    // A run that equals its partner is taken at what was measured, as the partner is then: their difference is exactly zero.
    let exact arrivals =
        arrivals
        |> Map.map (fun seed (time: BoundedValue) ->
            if equal.Contains seed then
                BoundedValue.Exact time.Value
            else
                time)

    let differences =
        SampleStatistics.BoundedDifferences(exact times, exact (upTo horizon pair.Baseline))

    if differences.Count = 0 || (withheld horizon pair).IsSome then
        None
    else
        compare differences |> Option.map _.Within(float horizon)

let private comparison horizon pair =
    comparisonBy (Comparison.OfBounded >> Some) horizon pair

let private logRank (pair: Pair) =
    LogRank.PValue(durations snd pair.Arrivals, durations snd pair.Baseline)

/// Times that are cut at the horizon hide the noise, as pairs that coincide on the grid do.
let private seedsFor5Percent horizon pairs (pair: Pair) (comparison: Comparison) =
    let difference = 0.05 * (upTo horizon pair.Baseline |> estimate).Mean

    if
        List.exists isCensored pairs
        || comparison.HasNoSpread
        || comparison.PairsCoincide
        || not (comparison.Deviation > 0.0)
        || not (difference > 0.0)
    then
        None
    else
        Some(Power.PairsFor(comparison.Deviation, difference))

let private failed (subject: Variant, arrivals: Arrivals) =
    subject.Records
    |> List.filter (fun record -> not (arrivals.ContainsKey record.Seed))
    |> List.length

let private row measurement (whole: Pair) =
    let otherTask = otherTask measurement whole

    let pair =
        if otherTask.IsSome then
            { whole with Other = None }
        else
            whole

    let subject, arrivals = pair.Mine
    let reached = reached arrivals
    let horizon = horizon pair.All
    let pairs = pairsOf arrivals pair.Baseline
    let comparison = comparison horizon pair
    let times = upTo horizon arrivals

    {
        Variant = subject
        Failed = failed pair.Mine
        Undefined = arrivals |> Map.filter (fun _ arrival -> arrival.IsUndefined) |> Map.count
        Reached = reached
        Steps =
            upTo System.Int64.MaxValue arrivals
            |> Map.filter (fun seed _ -> reached.ContainsKey seed)
            |> estimate
        Horizon = horizon
        Times = times
        Restricted =
            if isCutByAnother pair.Mine then
                estimate Map.empty
            else
                estimate times
        Median = median arrivals
        LastUnreached = lastUnreached arrivals
        Comparison = comparison
        Withheld =
            if otherTask.IsSome then
                otherTask
            elif pairs.IsEmpty then
                pair.Other
                |> Option.bind (fun (baseline, _) -> Comparability.withheld baseline subject)
            else
                withheld horizon pair
        LogRank = if comparison.IsSome then logRank pair else nan
        SeedsFor5Percent = comparison |> Option.bind (seedsFor5Percent horizon pairs pair)
        Pairs = pairs.Length
        Earlier = pairs |> List.filter (fun (left, right) -> isEarlier left right) |> List.length
        CensoredPairs = pairs |> List.filter isCensored |> List.length
    }

/// The left variant's times compared with the right one's, whichever is the baseline; None where the comparison is withheld, or its p-value
/// is not below a bound.
let between bound threshold left right =
    let pair =
        {
            Mine = left, ofVariant threshold left
            Other = Some(right, ofVariant threshold right)
        }

    match otherTask threshold.Measurement pair with
    | Some _ -> None
    | None -> comparisonBy (fun found -> Comparison.OfBoundedBelow(bound, found)) (horizon pair.All) pair

/// The table of a threshold, with every variant compared to its baseline.
let table baselineOf (variants: Variant list) threshold : ThresholdTable =
    let arrivals =
        variants |> List.map (fun subject -> subject, ofVariant threshold subject)

    let other subject =
        baselineOf subject
        |> Option.bind (fun (baseline: Variant) -> arrivals |> List.tryFind (fst >> baseline.IsSame))

    {
        Threshold = threshold
        Title = titleOf (variants |> List.collect _.Records) threshold.Measurement
        Rows =
            [
                for subject, found in arrivals ->
                    row
                        threshold.Measurement
                        {
                            Mine = subject, found
                            Other = other subject
                        }
            ]
    }

/// For variants side by side in a figure or a table without verdicts: one horizon, and for every variant the mean of
/// min(steps, horizon) and the runs that reached the threshold. Variants whose runs stopped for another threshold have no mean.
let means (variants: Variant list) threshold =
    let arrivals =
        variants |> List.map (fun subject -> subject, ofVariant threshold subject)

    let horizon = arrivals |> List.filter (isCutByAnother >> not) |> horizon

    let mean (subject, found) =
        let times =
            if isCutByAnother (subject, found) then
                Map.empty
            else
                upTo horizon found

        estimate times, (reached found).Count

    horizon, List.map mean arrivals
