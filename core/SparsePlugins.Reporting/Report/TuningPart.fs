/// How the settings of variants were chosen, with what they gave on the seeds that chose and on those that are compared.
module internal SparsePlugins.Reporting.TuningPart

open System
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Cells
open SparsePlugins.Documents.Document
open SparsePlugins.Reporting.TuningWarnings

/// What the comparison measured of the same thing.
let private measured (tuning: TuningRecord) (section: Section) (variant: Variant) : Estimate option =
    match tuning.Threshold with
    | null ->
        section.Measurements
        |> List.tryFind (fun table -> table.Facts.Name = tuning.Goal)
        |> Option.bind (fun table -> table.Rows |> List.tryFind (fun row -> row.Variant.IsSame variant))
        |> Option.map _.End.Value
    | threshold ->
        section.Thresholds
        |> List.tryFind (fun table -> table.Threshold = threshold)
        |> Option.bind (fun table -> table.Rows |> List.tryFind (fun row -> row.Variant.IsSame variant))
        |> Option.map _.Steps

let private decimals (tuning: TuningRecord) =
    if isNull tuning.Threshold then 4 else 0

let private onTuningSeeds (tuning: TuningRecord) (tuned: TunedVariant) =
    let score = tuned.Scores[tuned.Candidate]
    let all = tuning.Seeds.Count

    if Double.IsNaN score.Mean then
        Absent
    elif score.Reached < all then
        Number(score.Mean, decimals tuning, Reached(score.Reached, all))
    else
        Number(score.Mean, decimals tuning, All)

let private table (tuning: TuningRecord) (section: Section) =
    let title =
        match tuning.Threshold with
        | null ->
            let side =
                if tuning.HigherIsBetter then
                    BetterSide.Higher
                else
                    BetterSide.Lower

            titleOf (section.Variants |> List.collect _.Records) tuning.Goal
            |> side.Directed
        | _ -> BetterSide.Lower.Directed $"steps to {tuning.Goal}"

    Table(
        "variant" :: [ for key in tuning.Keys -> key.Path ]
        @ [ $"{title}, tuning seeds"; $"{title}, seeds compared" ],
        [
            for variant, tuned in tunedIn tuning section ->
                TableCells.name variant :: [ for value in tuned.Values -> Text value ]
                @ [
                    onTuningSeeds tuning tuned
                    measured tuning section variant
                    |> Option.map (fun value -> Value(value, decimals tuning, All))
                    |> Option.defaultValue Absent
                ]
        ]
    )

let private goal (tuning: TuningRecord) =
    match tuning.Threshold with
    | null ->
        let better = if tuning.HigherIsBetter then "highest" else "lowest"
        $"the {better} {tuning.Goal} at the end"
    | _ -> $"the fewest steps to {tuning.Goal}"

let private sentence (summary: Summary) (tuning: TuningRecord) =
    let seeds = String.Join(", ", tuning.Seeds)
    let runs = Numbers.counted tuning.Runs "run"
    let compared = Numbers.counted (Seq.length summary.Experiment.TrainedRuns) "run"

    $"Every variant has the settings that gave it {goal tuning}, on average over the seeds {seeds}, none of which is compared. "
    + $"That took {runs} besides the {compared} compared; tuning/report.html has all of them."

/// Nothing where nothing was tuned.
let blocks (summary: Summary) =
    match summary.Experiment.Tuning with
    | null -> []
    | tuning ->
        Heading(2, "Tuned settings")
        :: Paragraph [ Plain(sentence summary tuning) ]
        :: [
            for section in summary.Sections do
                if section.Setting <> "" then
                    Heading(3, section.Setting)

                table tuning section
        ]
