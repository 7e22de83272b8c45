/// The part of a report on dictionaries that were measured and not trained.
module internal SparsePlugins.Reporting.MeasuredPart

open System
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents
open SparsePlugins.Documents.Document

let private primary (dictionaries: MeasuredDictionary list) =
    dictionaries
    |> List.collect _.Ends
    |> List.map fst
    |> List.filter _.IsPrimary
    |> List.distinctBy _.Name

let private endOf (facts: MeasurementFacts) (dictionary: MeasuredDictionary) =
    dictionary.Ends
    |> List.tryFind (fun (other, _) -> other.Name = facts.Name)
    |> Option.map snd

let private cell (dictionaries: MeasuredDictionary list) (facts: MeasurementFacts) dictionary =
    let decimals =
        dictionaries
        |> List.choose (endOf facts)
        |> List.map _.Mean
        |> Numbers.decimalsFor

    match endOf facts dictionary with
    | Some estimate -> TableCells.value decimals estimate.Count estimate
    | None -> Cells.Absent

let private table (dictionaries: MeasuredDictionary list) =
    let measured = primary dictionaries

    Table(
        "dictionary" :: "architecture" :: (measured |> List.map _.Title),
        [
            for dictionary in dictionaries ->
                Cells.Text dictionary.Name
                :: Cells.Text dictionary.Architecture
                :: (measured |> List.map (fun facts -> cell dictionaries facts dictionary))
        ]
    )

/// What an interval is of, or why there is none.
let private intervals (dictionaries: MeasuredDictionary list) =
    if dictionaries |> List.exists _.VariesWithSeed then
        "Intervals are over the evaluation data of the seeds: each of these dictionaries is one, and was not trained again for a seed."
    else
        "Seeds don't change the evaluation data, so each value is one and has no interval."

let private failures (dictionaries: MeasuredDictionary list) =
    dictionaries
    |> List.collect (fun dictionary ->
        dictionary.Failures
        |> List.map (fun record -> [ Plain $"{dictionary.Name}: {record.Message}" ]))
    |> List.distinct

/// Nothing where the manifest measures no dictionaries.
let blocks (summary: Summary) =
    let ofData (data, dictionaries: MeasuredDictionary list) =
        [
            if data <> "" then
                Paragraph [ Strong data ]
            table dictionaries
            match failures dictionaries with
            | [] -> ()
            | texts -> Bullets texts
        ]

    match summary.Dictionaries with
    | [] -> []
    | dictionaries ->
        Heading(2, "Dictionaries that were not trained here")
        :: (dictionaries |> List.groupBy _.Data |> List.collect ofData)
        @ [
            Paragraph
                [
                    Plain
                        $"They made no step and took no time, so they are in no comparison of the report. {intervals dictionaries}"
                ]
        ]

/// A line for each, for a terminal.
let lines (summary: Summary) =
    [
        for dictionary in summary.Dictionaries do
            let values =
                dictionary.Ends
                |> List.filter (fst >> _.IsPrimary)
                |> List.map (fun (facts, _) -> $"{facts.Title} {Cells.text (cell [ dictionary ] facts dictionary)}")

            let place = if dictionary.Data = "" then "" else $" ({dictionary.Data})"

            let failed = dictionary.Failures |> List.map _.Message |> List.distinct
            let texts = if values.IsEmpty then failed else values
            $"""{dictionary.Name}{place}, not trained here: {String.Join(", ", texts)}"""
    ]
