/// Variants that may be first. A variant is left out where another one is shown to be better, by the rule of all verdicts, with p multiplied by
/// the number of rivals, for one of them will look best by chance, and by the number of criteria in all settings; or by the number of comparisons of the report
/// where that is more, so that nobody is left out by what a verdict calls suggestive. The true first is then among those that are left with a
/// probability of at least 95 %, in all of these together: only the hypothesis that the true first is worse than a rival can be rejected
/// wrongly, and it has that many rivals (S. S. Gupta, "On some multiple decision rules", Technometrics 7 (1965), with Bonferroni's bound).
module SparsePlugins.Analysis.FirstPlace

open System
open SparsePlugins.Statistics

let private comparison bound (criterion: Criterion) left right =
    match criterion with
    | Time table -> Times.between bound table.Threshold left right
    | End table -> Ends.between bound table.Measurement left right

let private isShownWorse (criterion: Criterion) tests (subject: Variant) (rival: Variant) =
    // Almost all pairs of many variants end here: intervals would take a thousand times as long as a p-value.
    match comparison (Comparison.Level / float tests) criterion subject rival with
    | None -> false
    | Some found ->
        let corrected = found.WithAdjusted(min 1.0 (found.P * float tests))
        corrected.Verdict = (if criterion.IsLowerBetter then Above else Below)

/// Those that are not shown to be worse than another, in the order of the standings; none where too few pairs are left to show anything.
let contenders (sets, comparisons) (section: Section) (criterion: Criterion) (standings: Standing list) =
    let isCandidate (standing: Standing) =
        not (Double.IsNaN standing.Value)
        && not standing.Variant.IsOldBuild
        && not (section.IsRepeated standing.Variant)

    let candidates = standings |> List.filter isCandidate |> List.map _.Variant
    let tests = max (sets * (candidates.Length - 1)) comparisons

    let canBeShown =
        List.pairwise candidates
        |> List.exists (fun (left, right) ->
            comparison infinity criterion right left
            |> Option.exists (fun found -> found.Difference.HasInterval))

    let isLeft place subject =
        candidates
        |> List.truncate place
        |> List.exists (isShownWorse criterion tests subject)
        |> not

    if canBeShown then
        candidates
        |> List.indexed
        |> List.filter (fun (place, subject) -> isLeft place subject)
        |> List.map snd
    else
        []
