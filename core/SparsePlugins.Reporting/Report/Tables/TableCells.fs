/// Cells that several tables have.
module internal SparsePlugins.Reporting.TableCells

open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Cells

let name (subject: Variant) =
    Variant(subject.Name, subject.IsBaseline)

/// A mean of so many values, or of fewer than were to be expected.
let value decimals expected (estimate: Estimate) =
    if estimate.Count = 0 then
        Absent
    else
        Value(
            estimate,
            decimals,
            (if estimate.Count < expected then
                 Only estimate.Count
             else
                 All)
        )

let difference decimals (difference: Estimate option) =
    match difference with
    | Some difference when difference.Count > 0 -> Difference(difference, decimals)
    | Some _
    | None -> Absent

/// The corrected p-value and the verdict.
let verdict words (comparison: Comparison option) =
    match comparison with
    | None -> [ Absent; Absent ]
    | Some comparison -> [ p comparison.Adjusted; Verdict(words, comparison.Verdict) ]
