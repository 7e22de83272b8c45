/// Variants that are one component at several values of a numeric option.
module SparsePlugins.Analysis.Sweeps

open System.Text.RegularExpressions
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Analysis.ResolvedSpec
open SparsePlugins.Analysis.SpecifiedVariants

/// Fewest values that make a line.
let private least = 3

/// Variants that agree on all but the option, as lines.
let private linesOf path (specs: Specified list) =
    specs
    |> List.choose (fun one -> numberAt path one |> Option.map (fun value -> one, value))
    |> List.groupBy (fun (one, _) -> one.Entries |> List.filter (fun (key, _) -> key <> path))
    |> List.map snd
    |> List.filter (fun points -> points |> List.distinctBy snd |> List.length >= least)

/// A label without the option that is swept: `out(detector=distance)` for `out(detector=distance,ratio=0.1)`.
let private labelWithout path (name: string) =
    let option = $@"(?:\w+\.)*{Regex.Escape(leaf path)}=[^,)]*"

    Regex.Replace(name, $@"\({option}\)|{option},|,{option}(?=[,)])", "")

/// What all other views call the variants, short labels of the manifest included; what their specs say where labels don't agree.
let private lineName specs path (points: (Specified * float) list) =
    match
        points
        |> List.map (fun (one, _) -> labelWithout path one.Variant.Name)
        |> List.distinct
    with
    | [ one ] -> one
    | _ -> points |> List.head |> fst |> nameOf specs path

let private lineOf specs path (result: Variant -> Estimate) (points: (Specified * float) list) =
    {
        Name = lineName specs path points
        Points =
            points
            |> List.sortBy snd
            |> List.map (fun (one, value) ->
                {
                    Variant = one.Variant
                    Value = value
                    Result = result one.Variant
                })
    }

/// What a sweep shows: times to a telling threshold, or else the ends of the first measurement with a verdict.
let private resultOf variants (thresholds: ThresholdTable list) (measurements: MeasurementTable list) =
    let resultIn (results: (Variant * Estimate) list) (subject: Variant) =
        results |> List.find (fst >> subject.IsSame) |> snd

    match
        tellingOf thresholds,
        measurements
        |> List.tryFind (fun table -> table.HasVerdict && table.EndTogether)
    with
    | Some table, _ ->
        let horizon, means = Times.means variants table.Threshold
        let result = List.zip variants (List.map fst means) |> resultIn

        Some(
            $"steps to {thresholdText table.Threshold}",
            $"steps to {thresholdTitle table}",
            BetterSide.Lower,
            Some horizon,
            table.Censored,
            result
        )
    | None, Some table ->
        let result =
            table.Rows |> List.map (fun row -> row.Variant, row.End.Value) |> resultIn

        Some($"{table.Measurement} at the end", $"{table.Title} at the end", table.Facts.Better, None, 0, result)
    | None, None -> None

/// One for every numeric option that a component takes at three values or more.
let find (variants: Variant list) thresholds measurements =
    let specs = variants |> List.choose specOf

    let paths =
        specs
        |> List.collect _.Entries
        |> List.choose (fun (path, value) ->
            match value with
            | Number _ -> Some path
            | Word _ -> None)
        |> List.distinct

    match resultOf variants thresholds measurements with
    | None -> []
    | Some(quantity, title, better, horizon, censored, result) ->
        [
            for path in paths do
                match linesOf path specs with
                | [] -> ()
                | lines ->
                    let swept = lines |> List.concat |> List.map (fun (one, _) -> one.Variant.Name)

                    {
                        Option = leaf path
                        Quantity = quantity
                        Title = title
                        Better = better
                        Lines = lines |> List.map (lineOf specs path result)
                        References =
                            variants
                            |> List.filter (fun (subject: Variant) -> not (List.contains subject.Name swept))
                            |> List.map (fun subject -> subject, result subject)
                        Horizon = horizon
                        Censored = censored
                    }
        ]
