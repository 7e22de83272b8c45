/// What a reader must know before believing the numbers; plain text.
module internal SparsePlugins.Reporting.Warnings

open System
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Summary

let private most = 10

/// Names up to ten and counts the rest.
let private listed (items: string list) =
    let rest = items.Length - most
    let shown = String.Join("; ", List.truncate most items)
    if rest > 0 then $"{shown}; and {rest} more" else shown

let private runName section (subject: Member) (run: ExperimentRun) =
    let where = if section.Setting = "" then "" else $" ({section.Setting})"
    $"{subject.Name}{where} seed {Numbers.whole run.Seed}"

let private everyRun (summary: Summary) =
    [
        for section in summary.Sections do
            for subject in section.Members do
                for run in subject.Runs -> runName section subject run.Planned, run
    ]

let private unfinished (summary: Summary) =
    let missing =
        everyRun summary
        |> List.filter (fun (_, run) -> run.Record.IsNone)
        |> List.map fst

    [
        if not missing.IsEmpty then
            $"""{Numbers.counted missing.Length "run"} of {summary.Runs.Length} without a record yet: {listed missing}."""
        if summary.Strangers > 0 then
            $"""{Numbers.counted summary.Strangers "record"} of no run of this experiment, left out."""
    ]

let private broken (summary: Summary) =
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

let private whereOf section =
    if section.Setting = "" then "" else $" ({section.Setting})"

/// Runs that ended before they were trained.
let private untrained (summary: Summary) =
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

let private budgets (summary: Summary) =
    [
        for section in summary.Sections do
            for subject in section.Members do
                match Members.baselineOf summary.Experiment section.Members subject with
                | Some baseline when Budgets.differ subject baseline ->
                    $"Budgets differ{whereOf section}: {subject.Name} was given {Budgets.text subject}, {baseline.Name} {Budgets.text baseline}; "
                    + "no verdict is given between them."
                | Some _
                | None -> ()
    ]

let private repeated (summary: Summary) =
    [
        for section in summary.Sections do
            for group in section.Equals do
                let names = group |> List.map _.Name
                let first = names |> List.take (names.Length - 1) |> String.concat ", "

                $"{first} and {List.last names} are equal in every seed{whereOf section}: the setting had no effect. "
                + "They count once in the correction for the number of comparisons."
    ]

/// `fvu is not a finite number: xavier seed 2 (1 of 5 evaluations)`; once for what no run has a number for.
let private notFinite (summary: Summary) =
    let undefined (curve: Curve) =
        curve.Values |> Seq.filter (Double.IsFinite >> not) |> Seq.length

    let curves =
        [
            for name, run in everyRun summary do
                for curve in run.Record |> Option.map (_.Curves >> List.ofSeq) |> Option.defaultValue [] do
                    curve.Measurement, (name, undefined curve, curve.Values.Count)
        ]

    [
        for measurement, found in curves |> List.groupBy fst do
            let runs = List.map snd found
            let affected = runs |> List.filter (fun (_, bad, _) -> bad > 0)

            if not affected.IsEmpty && runs |> List.forall (fun (_, bad, all) -> bad = all) then
                if not (DataWarnings.explains summary measurement) then
                    $"{measurement} has no value in any run."
            elif not affected.IsEmpty then
                let places =
                    affected
                    |> List.map (fun (name, bad, all) -> $"{name} ({bad} of {all} evaluations)")

                $"{measurement} is not a finite number: {listed places}."
    ]

let private deadShare = 0.1

let private deadFeatures (record: RunRecord) =
    record.Curves
    |> Seq.tryFind (fun curve -> curve.Facts.ReportedAs = ReportedAs.DeadFeatures)

let private manyDead (summary: Summary) =
    [
        for section in summary.Sections do
            for subject in section.Members do
                let dead =
                    subject.Records
                    |> List.filter isSound
                    |> List.choose (deadFeatures >> Option.map lastOf)

                let many = dead |> List.filter (fun share -> share > deadShare)

                if not many.IsEmpty then
                    let worst = Numbers.fixedTo 1 (100.0 * List.max many)
                    let where = if section.Setting = "" then "" else $" ({section.Setting})"

                    $"{subject.Name}{where}: more than 10 %% of the features are dead at the end "
                    + $"in {many.Length} of {dead.Length} seeds (at most {worst} %%)."
    ]

/// `k-means: in 2 of 5 runs features shared a direction at the end (at most 7; cosine 1 - 1e-6 or more)`, where any did.
let private counted (summary: Summary) what (count: RunRecord -> int) =
    [
        for section in summary.Sections do
            for subject in section.Members do
                let counts = subject.Records |> List.filter isSound |> List.map count
                let affected = counts |> List.filter (fun count -> count > 0)

                if not affected.IsEmpty then
                    let where = if section.Setting = "" then "" else $" ({section.Setting})"
                    $"{subject.Name}{where}: {affected.Length} of {counts.Length} runs {what} (at most {List.max affected})."
    ]

let private sharedDirections (summary: Summary) =
    let found isTheOne (record: RunRecord) =
        record.Coinciding |> Seq.filter isTheOne |> Seq.sumBy _.Features

    let revived (record: RunRecord) =
        record.Reinitializations |> Seq.sumBy _.Coinciding

    counted summary "start with features that have the direction of another feature" (found (fun one -> one.Step = 0L))
    @ counted summary "gave dead features a direction that another feature has" revived
    @ counted summary "end with features that have the direction of another feature" (found (fun one -> one.Step > 0L))

let private leftDead (summary: Summary) =
    let most (record: RunRecord) =
        record.Reinitializations
        |> Seq.fold (fun most event -> max most event.LeftDead) 0

    counted summary "left dead features as they were, as there were fewer new directions than dead features" most

let private fewSeeds (summary: Summary) =
    let fewest =
        summary.Sections
        |> List.collect _.Members
        |> List.map _.Records.Length
        |> List.filter (fun count -> count > 0)
        |> List.fold min Int32.MaxValue

    [
        if fewest < SampleStatistics.LeastForInterval then
            $"""{Numbers.counted fewest "seed"} of a member: too few for an interval (at least {SampleStatistics.LeastForInterval}), """
            + "so nothing is shown to differ from it."
    ]

let private noBaseline (summary: Summary) =
    [
        for section in summary.Sections do
            let baselines = section.Members |> List.filter _.IsBaseline

            let where =
                if section.Setting = "" then
                    ""
                else
                    $" in {section.Setting}"

            if baselines.IsEmpty then
                $"No member is the baseline {summary.Experiment.Baseline}{where}: no differences are given."
            elif baselines |> List.forall (fun m -> m.Records.IsEmpty) then
                $"The baseline {summary.Experiment.Baseline} has no record{where}: no differences are given."
    ]

let private mixed (summary: Summary) =
    match Header.disagreements summary with
    | [] -> []
    | parts -> [ $"""Mixed environments: the runs differ in {String.Join(", ", parts)}.""" ]

/// Every warning, the gravest first.
let ofSummary (summary: Summary) =
    [
        unfinished
        broken
        untrained
        noBaseline
        budgets
        fewSeeds
        repeated
        DataWarnings.undefined
        notFinite
        DataWarnings.notes
        manyDead
        sharedDirections
        leftDead
        mixed
    ]
    |> List.collect (fun check -> check summary)
