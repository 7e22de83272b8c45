/// Warnings about single runs.
module internal SparsePlugins.Reporting.RunWarnings

open System
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics

let private most = 10

/// Names up to ten and counts the rest.
let private listed (items: string list) =
    let rest = items.Length - most
    let shown = String.Join("; ", List.truncate most items)
    if rest > 0 then $"{shown}; and {rest} more" else shown

let private runName (section: Section) (subject: Variant) (run: ExperimentRun) =
    let where = if section.Setting = "" then "" else $" ({section.Setting})"
    $"{subject.Name}{where} seed {Numbers.whole run.Seed}"

let private everyRun (summary: Summary) =
    [
        for section in summary.Sections do
            for subject in section.Variants do
                for run in subject.Runs -> runName section subject run.Planned, run
    ]

let unfinished (summary: Summary) =
    let missing =
        everyRun summary
        |> List.filter (fun (_, run) -> run.Record.IsNone)
        |> List.map fst

    [
        if not missing.IsEmpty then
            $"""{Numbers.counted missing.Length "run"} of {summary.Runs.Length} without a record yet: {listed missing}."""
        if summary.Unknown > 0 then
            $"""{Numbers.counted summary.Unknown "record"} of no run of this experiment, left out."""
    ]

let broken (summary: Summary) =
    [
        for name, run in everyRun summary do
            match run.Record with
            | None -> ()
            | Some record ->
                let why = if record.Message = "" then "." else $": {record.Message}"

                match record.Outcome with
                | Completed
                | Stopped -> ()
                | Diverged -> $"{name} diverged at step {Numbers.whole record.Steps}{why}"
                | Failed -> $"{name} failed at step {Numbers.whole record.Steps}{why}"
    ]

/// Runs that ended before they were trained.
let untrained (summary: Summary) =
    let isUntrained run =
        run.Record |> Option.exists _.IsUntrained

    let found = everyRun summary |> List.filter (snd >> isUntrained) |> List.map fst

    if found.IsEmpty then
        []
    elif found.Length = summary.Records.Length then
        [ "Every run met stop_when before its first update: nothing was trained." ]
    else
        [
            $"""{Numbers.counted found.Length "run"} met stop_when before the first update, so nothing was trained: {listed found}."""
        ]

/// `FVU is not a finite number: xavier seed 2 (1 of 5 evaluations)`; once for what no run has a number for.
let notFinite (summary: Summary) =
    let undefined (curve: Curve) =
        curve.Values |> Seq.filter (Double.IsFinite >> not) |> Seq.length

    let curves =
        [
            for name, run in everyRun summary do
                for curve in run.Record |> Option.map (_.Curves >> List.ofSeq) |> Option.defaultValue [] do
                    curve.Facts, (name, undefined curve, curve.Values.Count)
        ]

    [
        for name, found in curves |> List.groupBy (fun (facts, _) -> facts.Name) do
            let title = (fst found.Head).Title
            let runs = List.map snd found
            let affected = runs |> List.filter (fun (_, bad, _) -> bad > 0)

            if not affected.IsEmpty && runs |> List.forall (fun (_, bad, all) -> bad = all) then
                if not (DataWarnings.explains summary name) then
                    $"{title} has no value in any run."
            elif not affected.IsEmpty then
                let places =
                    affected
                    |> List.map (fun (name, bad, all) -> $"{name} ({bad} of {all} evaluations)")

                $"{title} is not a finite number: {listed places}."
    ]
