/// Cells that several tables have.
module internal SparsePlugins.Reporting.TableCells

open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Documents.Cells

let name (subject: Variant) =
    Variant(subject.Name, subject.IsBaseline)

/// Two significant digits of the half-width rule; steps are whole, and what has no width takes the digits of its table.
let private digits decimals (estimate: Estimate) =
    if decimals > 0 && estimate.HasWidth then
        Numbers.decimalsOf estimate.HalfWidth
    else
        decimals

/// A mean of so many values, or of fewer than were to be expected.
let value decimals expected (estimate: Estimate) =
    if estimate.Count = 0 then
        Absent
    else
        Value(
            estimate,
            digits decimals estimate,
            (if estimate.Count < expected then
                 Only estimate.Count
             else
                 All)
        )

let difference decimals (difference: Estimate option) =
    match difference with
    | Some difference when difference.Count > 0 -> Difference(difference, digits decimals difference)
    | Some _
    | None -> Absent

/// The verdict on a comparison, or why there is none.
let verdict words (withheld: Withheld option) (comparison: Comparison option) =
    match comparison, withheld with
    | Some comparison, _ -> Verdict(words, comparison.Verdict)
    | None, Some reason -> Text reason.Mark
    | None, None -> Absent

/// Its corrected p-value.
let pOf (comparison: Comparison option) =
    match comparison with
    | None -> Absent
    | Some comparison -> p comparison.Adjusted

/// A difference in percent of the baseline.
let percent (value: float option) =
    match value with
    | Some value -> Percent value
    | None -> Absent
