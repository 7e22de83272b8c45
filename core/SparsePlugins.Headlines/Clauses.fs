/// What findings are called in a sentence.
module SparsePlugins.Headlines.Clauses

open System
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Headlines.Findings

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

let nameOf (standing: Standing, _) = standing.Variant.Name

/// The baseline of a judged variant.
let baselineOf (experiment: ExperimentRecord) (section: Section) (subject: Variant) =
    Variants.baselineOf experiment section.Variants subject
    |> Option.map _.Name
    |> Option.defaultValue experiment.Baseline

/// The baselines of variants, each once.
let baselinesOf experiment section (judged: Judged list) =
    judged
    |> List.map (fun (standing, _) -> baselineOf experiment section standing.Variant)
    |> List.distinct

let isTime criterion =
    match criterion with
    | Time _ -> true
    | End _ -> false

let better criterion =
    if isTime criterion then "faster" else "better"

let worse criterion =
    if isTime criterion then "slower" else "worse"

let best criterion =
    if isTime criterion then "fastest" else "best"

/// `-28 %`, with a decimal below ten; None where there is none to speak of, or where the reference is next to nothing.
let percentText percent =
    if abs percent >= 0.05 && abs percent < 1000.0 then
        Some $"{Numbers.signed (if abs percent < 10.0 then 1 else 0) percent} %%"
    else
        None

/// Decimals that show a difference with two significant digits of its interval's half-width; whole steps for times.
let decimals criterion (standing: Standing, comparison: Comparison) =
    match criterion with
    | Time _ -> 0
    | End _ ->
        if comparison.Difference.HasWidth then
            Numbers.decimalsOf comparison.Difference.HalfWidth
        else
            Numbers.decimalsFor [ standing.Mine; standing.Reference ]

/// ` (-28 %)`, or nothing.
let percent (standing: Standing) =
    standing.Percent
    |> Option.bind percentText
    |> Option.map (fun text -> $" ({text})")
    |> Option.defaultValue ""

/// Whether a time of a pair is a bound, as the run never reached the threshold.
let private isCensored (row: ThresholdRow) (other: ThresholdRow) =
    row.Times.Keys
    |> Seq.exists (fun seed -> other.Times.ContainsKey seed && not (row.Reached.ContainsKey seed))

/// ` or more`, where of the pairs of two variants those of the slower one alone have times that are bounds, and so is the difference.
let orMore experiment (section: Section) criterion (standing: Standing) =
    match criterion with
    | End _ -> ""
    | Time table ->
        let rowOf (subject: Variant) =
            table.Rows |> List.tryFind (fun row -> subject.IsSame row.Variant)

        let baseline =
            Variants.baselineOf experiment section.Variants standing.Variant
            |> Option.bind rowOf

        match rowOf standing.Variant, baseline with
        | Some mine, Some other ->
            let isMine, isOther = isCensored mine other, isCensored other mine
            let isSlower = standing.Mine > standing.Reference

            if isMine <> isOther && isMine = isSlower then
                " or more"
            else
                ""
        | _ -> ""

/// `to MMCS ≥ 0.95 and MMCS ≥ 0.98`, `in final FVU`; every criterion with what a function adds.
let whereWith text (findings: Finding list) =
    let preposition = if isTime findings.Head.Criterion then "to" else "in"

    $"{preposition} {findings
                     |> List.map (fun finding -> titleOf finding.Criterion + text finding)
                     |> joined}"

/// The same without additions.
let where (findings: Finding list) =
    findings |> whereWith (fun _ -> String.Empty)

/// Findings with one clause share it.
let grouped (clauses: (string * Finding) list) =
    clauses
    |> List.groupBy (fun (clause, finding) -> clause, isTime finding.Criterion)
    |> List.map (fun ((clause, _), found) -> $"{clause} {found |> List.map snd |> where}")

/// Differences to the baseline in percent, by variant.
let percentOf experiment section criterion =
    let standings = Criteria.standings experiment section criterion

    fun (subject: Variant) ->
        standings
        |> List.tryFind (fun standing -> subject.IsSame standing.Variant)
        |> Option.bind _.Percent
