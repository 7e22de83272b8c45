/// The heat map of a sweep: every variant in every setting.
module SparsePlugins.Drawings.HeatFigure

open System
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Statistics
open SparsePlugins.Drawings.Overview

/// Most columns and rows.
let private mostVariants, private mostSettings = 10, 40

let private markOf verdict =
    match verdict with
    | Above
    | Below -> " ●"
    | SuggestedAbove
    | SuggestedBelow -> " ○"
    | Inconclusive
    | TooFew -> ""

/// The difference in percent of the baseline, which is its own value less the difference.
let private percentOf (outcome: Outcome) (comparison: Comparison) =
    100.0 * comparison.Difference.Mean
    / abs (outcome.Result.Mean - comparison.Difference.Mean)

let private noteOf outcome comparison =
    let percent = percentOf outcome comparison
    let digits = if abs percent < 9.5 then 1 else 0

    if Double.IsFinite percent then
        $"{Numbers.signed digits percent} %%{markOf comparison.Verdict}"
    else
        ""

/// The mean; `≥` before it where runs that did not reach the threshold count with their last step.
let private resultOf decimals (outcome: Outcome) =
    if not (Double.IsFinite outcome.Result.Mean) then
        "–"
    else
        (if outcome.IsCensored then "≥ " else "")
        + Numbers.fixedTo decimals outcome.Result.Mean

let private cell quantity decimals best largest (outcome: Outcome) : HeatMap.Cell =
    let sign = if isMoreBetter quantity then 1.0 else -1.0
    let compared = outcome.Comparison

    {
        Text = resultOf decimals outcome
        Note = compared |> Option.map (noteOf outcome) |> Option.defaultValue ""
        Effect =
            compared
            |> Option.map (fun comparison -> sign * percentOf outcome comparison / largest)
            |> Option.defaultValue nan
        IsBest = outcome.Result.Mean = best
    }

let private largestOf outcomes =
    outcomes
    |> List.choose (fun outcome -> outcome.Comparison |> Option.map (percentOf outcome >> abs))
    |> List.filter Double.IsFinite
    |> List.fold max 1.0

let private named (subject: Variant) =
    if subject.IsBaseline then
        $"{subject.Name} (baseline)"
    else
        subject.Name

/// None where nothing is ranked.
let ofSections quantity (sections: Section list) : HeatMap.HeatMap =
    let nameOf = SettingAxes.nameWithout [] sections
    let shown = List.truncate mostSettings sections
    let variants = Overview.shown mostVariants sections

    let isShown (outcome: Outcome) =
        variants |> List.exists outcome.Variant.IsSame

    let outcomes = shown |> List.map (outcomes quantity >> List.filter isShown)
    let largest = outcomes |> List.concat |> largestOf
    let decimals = decimals quantity sections

    let ofVariant outcomes (subject: Variant) : HeatMap.Cell =
        match
            outcomes
            |> List.tryFind (fun (outcome: Outcome) -> outcome.Variant.IsSame subject)
        with
        | Some outcome -> cell quantity decimals (best quantity sections) largest outcome
        | None ->
            {
                Text = "–"
                Note = ""
                Effect = nan
                IsBest = false
            }

    let all =
        sections |> List.collect _.Variants |> List.distinctBy _.Name |> List.length

    let cut =
        (if variants.Length < all then
             $"; {variants.Length} of {all} variants: baselines, and those with the best places"
         else
             "")
        + (if shown.Length < sections.Length then
               $"; the first {shown.Length} of {sections.Length} settings"
           else
               "")

    {
        Title = $"{directedTitle quantity} in every setting"
        Subtitle =
            $"mean over seeds, and the paired difference to the baseline of the row: blue is better, orange worse; ● shown after correction, ○ suggestive; framed: the best of all{SettingAxes.alongAll sections}{cut}"
        Description = $"{title quantity} of every variant in every setting; the report's tables hold the numbers."
        Columns = [ for subject in variants -> subject.Name, named subject ]
        Rows =
            [
                for section, outcomes in List.zip shown outcomes ->
                    nameOf section, List.map (ofVariant outcomes) variants
            ]
    }
