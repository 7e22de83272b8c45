/// Figures of the paired differences at each threshold.
module internal SparsePlugins.Reporting.ForestFigures

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Document

/// Most rows for all thresholds; with more, one threshold alone.
let private most = 36

let private row (row: ThresholdRow) : Forest.Row option =
    row.Comparison
    |> Option.filter _.Difference.HasInterval
    |> Option.map (fun comparison ->
        let isClaim =
            match comparison.Verdict with
            | Above
            | Below -> true
            | SuggestedAbove
            | SuggestedBelow
            | Inconclusive
            | TooFew -> false

        {
            Name = row.Variant.Name
            Difference = comparison.Difference
            Bootstrap = comparison.Bootstrap
            Note = Verdicts.text Verdicts.ofTime comparison.Verdict
            IsClaim = isClaim
        })

let private group (table: ThresholdTable) : Forest.Group =
    {
        Title = thresholdTitle table
        Rows = List.choose row table.Rows
    }

/// All thresholds, or one where all would be too many rows.
let private groups (section: Section) =
    let all = section.Thresholds |> List.map group

    let shown =
        if all |> List.sumBy _.Rows.Length <= most then
            all
        else
            tellingOf section.Thresholds |> Option.map group |> Option.toList

    shown |> List.filter (fun group -> not group.Rows.IsEmpty)

let private baselineText (section: Section) experiment =
    match section.Variants |> List.filter _.IsBaseline with
    | [ only ] -> only.Name
    | _ -> (experiment: ExperimentRecord).Baseline

let private forest experiment (section: Section) groups : Forest.Forest =
    let baseline = baselineText section experiment

    let names =
        groups
        |> List.collect (fun (group: Forest.Group) -> group.Rows)
        |> List.map _.Name
        |> List.distinct
        |> String.concat ", "

    let where = if section.Setting = "" then "" else $", {section.Setting}"

    {
        Title = $"Paired difference in steps to a threshold, against {baseline}{where}"
        Subtitle =
            "mean over seeds; line: 95 % interval of Student's t, bar: of the bootstrap; filled: a difference is shown after correction"
        Description =
            $"For every threshold the mean paired difference in steps to {baseline}, with its intervals and verdict, for {names}; the report's tables hold the numbers."
        XLabel = $"steps more than {baseline} ({section.Variants |> List.collect _.Records |> FigureNames.batches})"
        Sides = "fewer steps", "more steps"
        Groups = groups
    }

/// None where nothing is compared.
let ofSection (prefix: string) experiment (section: Section) =
    match groups section with
    | [] -> []
    | groups ->
        let forest = forest experiment section groups

        [
            {
                Path = $"figures/{prefix}differences.svg"
                Title = forest.Title
                Drawing = Still(Forest.draw forest)
            }
        ]
