/// The rows of a forest of differences: a comparison each, and the baseline among them.
module internal SparsePlugins.Drawings.ForestRows

open SparsePlugins.Documents
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Statistics

let private percent reference mean =
    if System.Double.IsFinite reference && reference > 0.0 then
        $", {Numbers.signed 0 (100.0 * mean / reference)} %%"
    else
        ""

let private isClaim verdict =
    match verdict with
    | Above
    | Below -> true
    | SuggestedAbove
    | SuggestedBelow
    | Inconclusive
    | TooFew -> false

/// The row of a comparison, where it has an interval.
let private compared words decimals reference (subject: Variant) (comparison: Comparison) : Forest.Row option =
    let difference = comparison.Difference

    if not difference.HasInterval then
        None
    else
        Some
            {
                Variant = subject.Name
                Name = subject.Name
                Difference = difference
                Bootstrap = comparison.Bootstrap
                Numbers =
                    Cells.text (Cells.Difference(difference, decimals))
                    + percent reference difference.Mean
                Note = Verdicts.text words comparison.Verdict
                IsClaim = isClaim comparison.Verdict
                IsBaseline = false
            }

let private zero: Estimate =
    {
        Mean = 0.0
        Lower = nan
        Upper = nan
        Count = 0
    }

let private baselineRow (subject: Variant) numbers : Forest.Row =
    {
        Variant = subject.Name
        Name = $"{subject.Name} (baseline)"
        Difference = zero
        Bootstrap = Interval.None
        Numbers = numbers
        Note = ""
        IsClaim = false
        IsBaseline = true
    }

/// Rows of one quantity, best first, with the baseline among them.
let group title words decimals baseline rows : Forest.Group =
    let reference =
        rows
        |> List.tryPick (fun (subject: Variant, value: Estimate, _) ->
            if Option.exists subject.IsSame baseline then
                Some value.Mean
            else
                None)
        |> Option.defaultValue nan

    {
        Title = title
        Reference = reference
        Rows =
            rows
            |> List.choose (fun (subject, value, comparison) ->
                match comparison with
                | Some comparison -> compared words decimals reference subject comparison
                | None when Option.exists subject.IsSame baseline ->
                    Some(baselineRow subject (Cells.text (Cells.Value(value, decimals, Cells.All))))
                | None -> None)
    }
