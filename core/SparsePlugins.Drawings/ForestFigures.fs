/// Figures of the paired differences: in steps to each threshold, and in every measurement at the end that is judged.
module SparsePlugins.Drawings.ForestFigures

open SparsePlugins.Documents
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Document

/// Most rows for all thresholds; with more, one threshold alone.
let private most = 36

/// The one baseline of a section; None where each group of variants has its own.
let private baselineOf (section: Section) =
    section.Variants |> List.filter _.IsBaseline |> List.tryExactlyOne

/// Most rows of one group: the best, and the baseline.
let private mostRows = 60

let private isCompared (group: Forest.Group) =
    group.Rows |> List.exists (fun row -> not row.IsBaseline)

let private thresholdGroup section (table: ThresholdTable) =
    table.Rows
    |> List.map (fun row -> row.Variant, row.Restricted, row.Comparison)
    |> ForestRows.group (thresholdTitle table) Verdicts.ofTime 0 (baselineOf section)

let private endGroup section (table: MeasurementTable) =
    let decimals = table.Rows |> List.map _.End.Value.Mean |> Numbers.decimalsFor

    table.Rows
    |> List.map (fun row -> row.Variant, row.End.Value, row.Comparison)
    |> ForestRows.group table.Facts.DirectedTitle (Verdicts.ofMeasurement table.Facts) decimals (baselineOf section)

/// All thresholds, or one where all would be too many rows.
let private thresholdGroups (section: Section) =
    let all =
        section.Thresholds
        |> List.map (thresholdGroup section)
        |> List.filter isCompared

    if all |> List.sumBy _.Rows.Length <= most then
        all
    else
        tellingOf section.Thresholds
        |> Option.map (thresholdGroup section)
        |> Option.filter isCompared
        |> Option.toList

let private endGroups (section: Section) =
    section.Measurements
    |> List.filter _.HasVerdict
    |> List.map (endGroup section)
    |> List.filter isCompared

let private truncated (group: Forest.Group) =
    { group with
        Rows =
            group.Rows
            |> List.indexed
            |> List.filter (fun (index, row) -> index < mostRows || row.IsBaseline)
            |> List.map snd
    }

let private nameOfBaseline (section: Section) experiment =
    match baselineOf section with
    | Some only -> only.Name
    | None -> (experiment: ExperimentRecord).Baseline

let private names (groups: Forest.Group list) =
    groups
    |> List.collect _.Rows
    |> List.map _.Name
    |> List.distinct
    |> String.concat ", "

let private forest experiment (section: Section) (what, xLabel, sides, shares) groups : Forest.Forest =
    let baseline = nameOfBaseline section experiment

    let largest =
        groups
        |> List.map (fun (group: Forest.Group) -> group.Rows.Length)
        |> List.fold max 0

    let cut =
        if largest > mostRows then
            $"; the best {mostRows} of {largest} rows, and baselines"
        else
            ""

    let groups = List.map truncated groups
    let where = if section.Setting = "" then "" else $", {section.Setting}"

    {
        Title = $"Paired difference in {what}, against {baseline}{where}"
        Subtitle =
            "mean over seeds, in the order of the tables; line: 95 % t interval; bar: bootstrap interval; filled: significant after Holm correction"
            + cut
        Description =
            $"The mean paired difference in {what} to {baseline}, with its intervals and verdict, for {names groups}; the report's tables hold the numbers."
        XLabel = xLabel baseline
        Sides = sides
        SharesAxis = shares
        Groups = groups
    }

let private picture (name, forest: Forest.Forest) =
    {
        Path = $"figures/{name}.svg"
        Title = forest.Title
        Drawing = Still(ForestFigure.draw forest)
    }

let private times prefix experiment (section: Section) =
    let batches = section.Variants |> List.collect _.Records |> FigureNames.batches

    let label baseline =
        $"difference in steps from {baseline} (negative: faster; {batches})"

    match thresholdGroups section with
    | [] -> []
    | groups ->
        groups
        |> forest experiment section ("steps to a threshold", label, ("fewer steps", "more steps"), true)
        |> fun forest -> [ $"{prefix}differences", forest ]

let private ends prefix experiment (section: Section) =
    let label baseline =
        $"difference from {baseline} at the end, each measurement on its own axis"

    match endGroups section with
    | [] -> []
    | groups ->
        groups
        |> forest experiment section ("measurements at the end", label, ("less", "more"), false)
        |> fun forest -> [ $"{prefix}differences-at-the-end", forest ]

/// One of times and one of ends, each with its name; none where nothing is compared.
let forests (prefix: string) experiment (section: Section) =
    let ranked = Ranking.apply section
    times prefix experiment ranked @ ends prefix experiment ranked

/// The same as pictures.
let ofSection (prefix: string) experiment (section: Section) =
    forests prefix experiment section |> List.map picture
