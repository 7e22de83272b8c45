/// Steps to a threshold, with runs that never got there.
module internal SparsePlugins.Reporting.Times

open SparsePlugins.Reporting.Summary

/// When a run got there, or the last step at which it is known that it hadn't.
type private Arrival =
    | At of int64
    | NotBy of int64

/// The first evaluated step at which the threshold is crossed.
let private crossing (threshold: ReportThreshold) (record: RunRecord) =
    let crosses value =
        if threshold.AtLeast then
            value >= threshold.Value
        else
            value <= threshold.Value

    curveOf threshold.Measurement record
    |> Option.bind (fun curve -> Seq.zip curve.Steps curve.Values |> Seq.tryFind (snd >> crosses))
    |> Option.map fst

/// A run that diverged won't get there in all the steps that were planned; one that failed says nothing.
let private arrival threshold (record: RunRecord) =
    match crossing threshold record, record.Outcome with
    | Some step, _ -> Some(At step)
    | None, Completed
    | None, Stopped -> Some(NotBy record.Steps)
    | None, Diverged -> Some(NotBy(max record.Steps (ResolvedSpec.plannedSteps record)))
    | None, Failed -> None

/// Arrivals by seed.
type private Arrivals = Map<int64, Arrival>

let private arrivalsOf threshold (subject: Member) : Arrivals =
    subject.Records
    |> List.choose (fun record -> arrival threshold record |> Option.map (fun found -> record.Seed, found))
    |> Map.ofList

let private reachedOf (arrivals: Arrivals) =
    arrivals
    |> Map.toList
    |> List.choose (fun (seed, arrival) ->
        match arrival with
        | At step -> Some(seed, step)
        | NotBy _ -> None)
    |> Map.ofList

/// The smallest step by which a run is only known not to have got there; the last that was planned where all did.
let private horizonOf threshold (members: Member list) =
    let records = members |> List.collect _.Records

    let unfinished =
        records
        |> List.choose (arrival threshold)
        |> List.choose (fun arrival ->
            match arrival with
            | At _ -> None
            | NotBy step -> Some step)

    match unfinished, records with
    | [], [] -> 0L
    | [], records -> records |> List.map ResolvedSpec.plannedSteps |> List.max
    | steps, _ -> List.min steps

/// Whether some run stopped, for another threshold, before it got to this one: it is the best runs that are cut then, and what is known of the others
/// up to that step says little.
let private isCutByAnother threshold (members: Member list) =
    members
    |> List.collect _.Records
    |> List.exists (fun record -> record.Outcome = Stopped && (crossing threshold record).IsNone)

let private restricted horizon (arrivals: Arrivals) =
    arrivals
    |> Map.map (fun _ arrival ->
        match arrival with
        | At step -> float (min step horizon)
        | NotBy _ -> float horizon)

let private durations (arrivals: Arrivals) =
    arrivals
    |> Map.values
    |> Seq.map (fun arrival ->
        match arrival with
        | At step -> { Time = float step; IsEvent = true }
        | NotBy step -> { Time = float step; IsEvent = false }
        : Duration)
    |> Seq.toArray

let private estimate (values: Map<int64, float>) =
    Statistics.Estimate(values |> Map.values |> Seq.toArray)

/// Whether the left run is known to have got there first.
let private isEarlier left right =
    match left, right with
    | At mine, At other -> mine < other
    | At mine, NotBy other -> mine <= other
    | NotBy _, At _
    | NotBy _, NotBy _ -> false

let private isCensored (left, right) =
    match left, right with
    | At _, At _ -> false
    | At _, NotBy _
    | NotBy _, At _
    | NotBy _, NotBy _ -> true

let private pairsOf (arrivals: Arrivals) (baseline: Arrivals) =
    arrivals
    |> Map.toList
    |> List.choose (fun (seed, mine) -> baseline.TryFind seed |> Option.map (fun other -> mine, other))

/// None where nobody got there: there is nothing to compare.
let private comparison horizon (arrivals: Arrivals) (baseline: Arrivals) =
    let differences =
        Statistics.PairedDifferences(restricted horizon arrivals, restricted horizon baseline)

    if
        differences.Count = 0
        || (reachedOf arrivals).IsEmpty && (reachedOf baseline).IsEmpty
    then
        None
    else
        Some(Comparison.OfDifferences differences)

let private seedsFor5Percent (baseline: Map<int64, float>) (comparison: Comparison) =
    let difference = 0.05 * (estimate baseline).Mean

    if
        comparison.HasNoSpread
        || not (comparison.Deviation > 0.0)
        || not (difference > 0.0)
    then
        None
    else
        Some(Power.PairsFor(comparison.Deviation, difference))

let private row baselineOf threshold horizon (subject: Member) =
    let arrivals = arrivalsOf threshold subject
    let times = restricted horizon arrivals
    let reached = reachedOf arrivals

    let baseline =
        baselineOf subject
        |> Option.map (arrivalsOf threshold)
        |> Option.defaultValue Map.empty

    let pairs = pairsOf arrivals baseline
    let comparison = comparison horizon arrivals baseline

    {
        Member = subject
        Total = subject.Records.Length
        Reached = reached
        Steps = reached |> Map.map (fun _ step -> float step) |> estimate
        Times = times
        Restricted = estimate times
        Median = Survival.Median(durations arrivals)
        Comparison = comparison
        LogRank =
            if
                comparison.IsSome
                && not (isCutByAnother threshold (subject :: Option.toList (baselineOf subject)))
            then
                LogRank.PValue(durations arrivals, durations baseline)
            else
                nan
        SeedsFor5Percent =
            if List.exists isCensored pairs then
                None // Times that are cut at the horizon hide the noise.
            else
                comparison |> Option.bind (seedsFor5Percent (restricted horizon baseline))
        Pairs = pairs.Length
        Earlier = pairs |> List.filter (fun (left, right) -> isEarlier left right) |> List.length
        CensoredPairs = pairs |> List.filter isCensored |> List.length
    }

/// The table of a threshold, with every member compared to its baseline.
let table baselineOf (members: Member list) threshold : ThresholdTable =
    let horizon = horizonOf threshold members

    {
        Threshold = threshold
        Horizon = horizon
        Rows = members |> List.map (row baselineOf threshold horizon)
    }

/// The horizon of a threshold, and for every member the mean of min(steps, horizon) and the runs that got there.
let means (members: Member list) threshold =
    let horizon = horizonOf threshold members

    let mean subject =
        let arrivals = arrivalsOf threshold subject

        let times =
            if isCutByAnother threshold members then
                Map.empty
            else
                restricted horizon arrivals

        estimate times, (reachedOf arrivals).Count

    horizon, List.map mean members
