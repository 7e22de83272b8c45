/// Members that are one component at several values of a numeric option.
module internal SparsePlugins.Reporting.Sweeps

open System
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Summary
open SparsePlugins.Reporting.ResolvedSpec

/// Fewest values that make a line.
let private least = 3

let private specOf (subject: Member) =
    subject.Records
    |> List.tryHead
    |> Option.map (fun record -> subject, ofMember (subject.Architecture <> "") record)

let private numberAt path (entries: (string * SpecValue) list) =
    entries
    |> List.tryPick (fun (key, value) ->
        match value with
        | Number number when key = path -> Some number
        | Number _
        | Word _ -> None)

/// A label without the option: `outliers(detector=distance)` of `outliers(detector=distance, ratio=0.2)`.
let private withoutIn option (name: string) =
    let isKept (part: string) =
        not (part.TrimStart().StartsWith(option + "=", StringComparison.Ordinal))

    match name.IndexOf '(', name.LastIndexOf ')' with
    | first, last when first >= 0 && last > first ->
        let kept =
            name.Substring(first + 1, last - first - 1).Split(',') |> Array.filter isKept

        let inner = String.Join(",", kept).Trim()
        let inner = if inner = "" then "" else $"({inner})"
        name.Substring(0, first) + inner + name.Substring(last + 1)
    | _ -> name

let private without option (name: string) =
    name.Split " + " |> Array.map (withoutIn option) |> String.concat " + "

/// Members that agree on all but the option, as lines.
let private linesOf path (specs: (Member * (string * SpecValue) list) list) =
    specs
    |> List.choose (fun (subject, entries) ->
        numberAt path entries |> Option.map (fun value -> subject, entries, value))
    |> List.groupBy (fun (_, entries, _) -> entries |> List.filter (fun (key, _) -> key <> path))
    |> List.map (snd >> List.map (fun (subject, _, value) -> subject, value))
    |> List.filter (fun points -> points |> List.distinctBy snd |> List.length >= least)

let private lineOf option (result: Member -> Estimate) (points: (Member * float) list) =
    {
        Name =
            points
            |> List.map (fun (subject: Member, _) -> without option subject.Name)
            |> List.minBy _.Length
        Points =
            points
            |> List.sortBy snd
            |> List.map (fun (subject, value) ->
                {
                    Member = subject
                    Value = value
                    Result = result subject
                })
    }

/// What a sweep shows: times to a telling threshold, or else the ends of the first measurement with a verdict.
let private resultOf members (thresholds: ThresholdTable list) (measurements: MeasurementTable list) =
    let resultIn (results: (Member * Estimate) list) (subject: Member) =
        results |> List.find (fst >> subject.IsSame) |> snd

    match
        tellingOf thresholds,
        measurements
        |> List.tryFind (fun table -> table.HasVerdict && table.EndTogether)
    with
    | Some table, _ ->
        let horizon, means = Times.means members table.Threshold
        let result = List.zip members (List.map fst means) |> resultIn
        Some($"steps to {thresholdText table.Threshold}", Some horizon, table.Censored, result)
    | None, Some table ->
        let result =
            table.Rows |> List.map (fun row -> row.Member, row.End.Value) |> resultIn

        Some($"{table.Measurement} at the end", None, 0, result)
    | None, None -> None

/// One for every numeric option that a component takes at three values or more.
let find (members: Member list) thresholds measurements =
    let specs = members |> List.choose specOf

    let paths =
        specs
        |> List.collect snd
        |> List.choose (fun (path, value) ->
            match value with
            | Number _ -> Some path
            | Word _ -> None)
        |> List.distinct

    match resultOf members thresholds measurements with
    | None -> []
    | Some(quantity, horizon, censored, result) ->
        [
            for path in paths do
                match linesOf path specs with
                | [] -> ()
                | lines ->
                    let swept =
                        lines |> List.concat |> List.map (fun (subject: Member, _) -> subject.Name)

                    {
                        Option = leaf path
                        Quantity = quantity
                        Lines = lines |> List.map (lineOf (leaf path) result)
                        References =
                            members
                            |> List.filter (fun (subject: Member) -> not (List.contains subject.Name swept))
                            |> List.map (fun subject -> subject, result subject)
                        Horizon = horizon
                        Censored = censored
                    }
        ]
