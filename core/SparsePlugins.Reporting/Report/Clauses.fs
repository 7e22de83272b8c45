/// What findings are called in a sentence.
module internal SparsePlugins.Reporting.Clauses

open System
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Reporting.Findings

/// `a`, `a and b`, `a, b and c`.
let joined (names: string list) =
    match List.rev names with
    | [] -> ""
    | [ only ] -> only
    | last :: others -> $"""{String.Join(", ", List.rev others)} and {last}"""

/// The same, with the first two names of many and a count of the others.
let listed (names: string list) =
    if names.Length <= 3 then
        joined names
    else
        joined (List.truncate 2 names @ [ $"{names.Length - 2} more" ])

/// `MMCS ≥ 0.95`, `final FVU`
let titleOf criterion =
    match criterion with
    | Time table -> thresholdTitle table
    | End table -> $"final {table.Title}"

/// The baseline of a judged variant.
let baselineOf (experiment: ExperimentRecord) (section: Section) (subject: Variant) =
    Variants.baselineOf experiment section.Variants subject
    |> Option.map _.Name
    |> Option.defaultValue experiment.Baseline

/// The one baseline of several variants, or what is said of several baselines.
let private sharedBaseline experiment section (judged: Judged list) =
    match
        judged
        |> List.map (fun (standing, _) -> baselineOf experiment section standing.Variant)
        |> List.distinct
    with
    | [ one ] -> one
    | _ -> $"their baselines ({experiment.Baseline})"

let isTime criterion =
    match criterion with
    | Time _ -> true
    | End _ -> false

/// `to MMCS ≥ 0.95 and MMCS ≥ 0.98`, `in final FVU`
let private where (criteria: Criterion list) =
    let preposition = if isTime criteria.Head then "to" else "in"
    $"{preposition} {criteria |> List.map titleOf |> listed}"

let private nameOf (standing: Standing, _) = standing.Variant.Name

let private subject (judged: Judged list) (winners: Judged list) =
    match winners with
    | [ one ] -> $"{nameOf one} is"
    | several when several.Length <= 3 -> $"{several |> List.map nameOf |> joined} are"
    | several ->
        let all = if several.Length = judged.Length then "All " else ""
        let ofAll = if all = "" then $" of {judged.Length}" else ""
        $"{all}{several.Length}{ofAll} variants (best: {nameOf several.Head}) are"

/// `data-sample is faster than orthogonal`; without the criterion.
let private won experiment section (finding: Finding) winners =
    let word = if isTime finding.Criterion then "faster" else "better"
    $"{subject finding.Judged winners} {word} than {sharedBaseline experiment section winners}"

let private lost experiment section (finding: Finding) (losers: Judged list) =
    let baseline = sharedBaseline experiment section finding.Judged
    let isTime = isTime finding.Criterion

    let isOneBaseline =
        finding.Judged
        |> List.map (fun (standing, _) -> baselineOf experiment section standing.Variant)
        |> List.distinct
        |> List.length
            =
            1

    match losers with
    | _ when losers.Length = finding.Judged.Length && isOneBaseline && losers.Length > 1 ->
        $"""{baseline} is {if isTime then "fastest" else "best"}"""
    | [ one ] when finding.Judged.Length = 1 ->
        $"""{baseline} is {if isTime then "faster" else "better"} than {nameOf one}"""
    | _ ->
        $"""no variant is shown to be {if isTime then "faster" else "better"} than {baseline} ({losers.Length} of {finding.Judged.Length} """
        + $"""{if isTime then "slower" else "worse"})"""

/// Findings with one clause share it.
let grouped (clauses: (string * Finding) list) =
    clauses
    |> List.groupBy (fun (clause, finding) -> clause, isTime finding.Criterion)
    |> List.map (fun ((clause, _), found) -> $"{clause} {found |> List.map (fun (_, f) -> f.Criterion) |> where}")

let private atMost count (clauses: string list) =
    match clauses.Length - count with
    | rest when rest > 0 -> List.truncate count clauses @ [ $"and so on for {rest} more" ]
    | _ -> clauses

/// Claims, those about winners first.
let claims experiment section (findings: Finding list) =
    let claim (finding: Finding) =
        match finding.Result with
        | Won winners -> Choice1Of2(won experiment section finding winners, finding) |> Some
        | Lost losers -> Choice2Of2(lost experiment section finding losers, finding) |> Some
        | SuggestiveOnly _
        | Undecided _
        | TooFewSeeds
        | AllEqual
        | NoVerdict _ -> None

    let winning, losing = findings |> List.choose claim |> List.partitionWith id
    atMost 2 (grouped winning) @ atMost 2 (grouped losing)

let private restOf (result: Result) =
    match result with
    | Won _
    | Lost _ -> None
    | SuggestiveOnly _ -> Some "suggestive only"
    | Undecided _ -> Some "inconclusive"
    | TooFewSeeds -> Some "too few seeds"
    | AllEqual -> Some "no difference, as every result is equal to the bit"
    | NoVerdict [] -> Some "no verdict, as no pair has run"
    | NoVerdict reasons -> Some $"""no verdict, since {reasons |> List.map _.Text |> String.concat "; or "}"""

/// `suggestive only: MMCS ≥ 0.98`, what is less than a claim.
let others (findings: Finding list) =
    let rank (result: Result) =
        match result with
        | Won _
        | Lost _ -> 0
        | SuggestiveOnly _ -> 1
        | Undecided _ -> 2
        | TooFewSeeds
        | AllEqual
        | NoVerdict _ -> 3

    findings
    |> List.sortBy (fun finding -> rank finding.Result)
    |> List.choose (fun finding ->
        restOf finding.Result
        |> Option.map (fun text -> text, titleOf finding.Criterion))
    |> List.groupBy fst
    |> List.map (fun (text, found) -> $"{text}: {found |> List.map snd |> listed}")

/// Differences to the baseline in percent, by variant.
let percentOf experiment section criterion =
    let standings = Criteria.standings experiment section criterion

    fun (subject: Variant) ->
        standings
        |> List.tryFind (fun standing -> subject.IsSame standing.Variant)
        |> Option.bind _.Percent
