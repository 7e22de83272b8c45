/// When runs reached a threshold, as far as their evaluations tell.
module SparsePlugins.Analysis.Arrivals

open System
open SparsePlugins.Records
open SparsePlugins.Statistics

/// When a run reached a threshold.
type Arrival =
    /// After the last step at which it was measured not to be there, and at the latest at the first at which it was: both ends of that range.
    | Between of first: int64 * last: int64
    /// Not by this step, which is the last one that is known.
    | NotBy of int64
    /// The measurement has no value in this run.
    | Undefined

/// Arrivals by seed; runs that failed before they were there have none.
type Arrivals = Map<int64, Arrival>

let private isAcross (threshold: ReportThreshold) value =
    if threshold.AtLeast then
        value >= threshold.Value
    else
        value <= threshold.Value

/// The step after the last one measured below, and the first one measured across.
let private crossing threshold (curve: Curve) =
    let points = Seq.zip curve.Steps curve.Values |> Seq.filter (snd >> Double.IsFinite)

    points
    |> Seq.tryFind (snd >> isAcross threshold)
    |> Option.map (fun (last, _) ->
        let before = points |> Seq.map fst |> Seq.takeWhile (fun step -> step < last)
        let first = before |> Seq.tryLast |> Option.map (fun step -> step + 1L)
        Between(first |> Option.defaultValue 0L, last))

/// A run that diverged won't be there in all the steps that were planned; one that failed says nothing.
let private unreached (record: RunRecord) =
    match record.Outcome with
    | Completed
    | Stopped -> Some(NotBy record.Steps)
    | Diverged -> Some(NotBy(max record.Steps (ResolvedSpec.plannedSteps record)))
    | Failed -> None

let private isUndefined (curve: Curve) =
    curve.Values |> Seq.forall (Double.IsFinite >> not)

/// When a run reached a threshold; None where it failed before it was there.
let ofRun (threshold: ReportThreshold) (record: RunRecord) =
    match curveOf threshold.Measurement record with
    | Some curve when isUndefined curve && record.Outcome <> Diverged ->
        unreached record |> Option.map (fun _ -> Undefined)
    | Some curve -> crossing threshold curve |> Option.orElse (unreached record)
    | None -> unreached record

let ofVariant threshold (subject: Variant) : Arrivals =
    subject.Records
    |> List.choose (fun record -> ofRun threshold record |> Option.map (fun found -> record.Seed, found))
    |> Map.ofList

/// First evaluated steps across the threshold, of the runs that reached it.
let reached (arrivals: Arrivals) =
    arrivals
    |> Map.toList
    |> List.choose (fun (seed, arrival) ->
        match arrival with
        | Between(_, last) -> Some(seed, last)
        | NotBy _
        | Undefined -> None)
    |> Map.ofList

let private unreachedSteps (arrivals: Arrivals) =
    arrivals
    |> Map.values
    |> Seq.choose (fun arrival ->
        match arrival with
        | NotBy step -> Some step
        | Between _
        | Undefined -> None)
    |> List.ofSeq

/// The last step at which some run is known not to have been there; 0 where all reached it.
let lastUnreached arrivals =
    unreachedSteps arrivals |> List.fold max 0L

/// The smallest step by which a run is only known not to have been there; the last that was planned where all were.
let horizon (variants: (Variant * Arrivals) list) =
    match variants |> List.collect (snd >> unreachedSteps) with
    | [] ->
        variants
        |> List.map (fun (subject, _) ->
            let made = subject.Records |> List.map _.Steps |> List.fold max 0L
            max made (subject.Planned |> Option.defaultValue 0L))
        |> List.fold max 0L
    | steps -> List.min steps

/// Whether a run stopped, for another threshold, before it reached this one.
let isCutByAnother (subject: Variant, arrivals: Arrivals) =
    subject.Records
    |> List.exists (fun record ->
        match Map.tryFind record.Seed arrivals with
        | Some(NotBy _) -> record.Outcome = Stopped
        | Some(Between _)
        | Some Undefined
        | None -> false)

/// Times up to a horizon, by seed.
let upTo horizon (arrivals: Arrivals) =
    let cut step = float (min step horizon)

    arrivals
    |> Map.toList
    |> List.choose (fun (seed, arrival) ->
        match arrival with
        | Between(first, last) ->
            Some(
                seed,
                {
                    Value = cut last
                    Low = cut first
                    High = cut last
                }
            )
        | NotBy _ -> Some(seed, BoundedValue.Exact(float horizon))
        | Undefined -> None)
    |> Map.ofList

/// For Kaplan and Meier, by one of the ends of every range.
let durations (ending: int64 * int64 -> int64) (arrivals: Arrivals) =
    arrivals
    |> Map.values
    |> Seq.choose (fun arrival ->
        match arrival with
        | Between(first, last) ->
            Some
                {
                    Time = float (ending (first, last))
                    IsEvent = true
                }
        | NotBy step -> Some { Time = float step; IsEvent = false }
        | Undefined -> None)
    |> Seq.toArray
