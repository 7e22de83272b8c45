/// What findings show that is less than a claim, with its size.
module SparsePlugins.Headlines.LesserFindings

open System
open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Headlines.Findings

/// An interval's end in percent of the baseline's value, where that is positive. A time can't fall by more than all of it.
let private inPercent criterion (standing: Standing) bound =
    if standing.Reference > 0.0 then
        let percent = 100.0 * bound / standing.Reference

        if Clauses.isTime criterion then
            max -100.0 percent
        else
            percent
    else
        nan

/// ` (95 % CIs within -7.1 % to +12 %)`: what all intervals of a criterion leave possible; nothing where that has no percent.
let private span criterion (judged: Judged list) =
    let ends =
        [
            for standing, comparison in judged do
                if comparison.Difference.HasInterval then
                    inPercent criterion standing comparison.Difference.Lower
                    inPercent criterion standing comparison.Difference.Upper
        ]

    let text bound =
        Numbers.signed (if abs bound < 10.0 then 1 else 0) bound

    if ends.IsEmpty || ends |> List.exists (fun bound -> not (abs bound < 1000.0)) then
        ""
    elif ends |> List.forall (fun bound -> abs bound < 0.05) then
        " (within 0.1 %)"
    else
        let intervals = if judged.Length = 1 then "CI" else "CIs within"
        $" (95 %% {intervals} {text (List.min ends)} to {text (List.max ends)} %%)"

/// ` (data-sample -19 %)`, the one with the smallest p.
let private suggestion (judged: Judged list) =
    let standing, _ = judged |> List.minBy (fun (_, comparison) -> comparison.P)

    match standing.Percent |> Option.bind Clauses.percentText with
    | Some percent -> $" ({standing.Variant.Name} {percent})"
    | None -> $" ({standing.Variant.Name})"

/// What it is called, and the size of what is left open.
let private textOf (finding: Finding) =
    match finding.Result with
    | Won _
    | Lost _ -> None
    | SuggestiveOnly judged -> Some("suggestive only", suggestion judged)
    | Undecided judged -> Some("inconclusive", span finding.Criterion judged)
    | TooFewSeeds -> Some("too few seeds", "")
    | AllEqual -> Some("no difference, as every result is equal to the bit", "")
    | NoVerdict [] -> Some("no verdict, as no pair has run", "")
    | NoVerdict reasons -> Some($"""no verdict, since {reasons |> List.map _.Text |> String.concat "; or "}""", "")

let private rank (result: Result) =
    match result with
    | Won _
    | Lost _ -> 0
    | SuggestiveOnly _ -> 1
    | Undecided _ -> 2
    | TooFewSeeds
    | AllEqual
    | NoVerdict _ -> 3

/// `suggestive only: MMCS ≥ 0.98 (svd-sample -4.0 %)`, `inconclusive: final FVU (95 % CIs within -1.2 to +0.8 %)`
let clauses (findings: Finding list) =
    findings
    |> List.sortBy (fun finding -> rank finding.Result)
    |> List.choose (fun finding ->
        textOf finding
        |> Option.map (fun (text, size) -> text, Clauses.titleOf finding.Criterion + size))
    |> List.groupBy fst
    |> List.map (fun (text, found) -> $"{text}: {found |> List.map snd |> Clauses.joined}")
