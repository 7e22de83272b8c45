/// Holm's correction over every comparison of a report that has a verdict. Old builds of a watched sweep are shown and take no part:
/// otherwise each edit of one member would change the verdicts about all others.
module internal SparsePlugins.Reporting.Correction

open System
open SparsePlugins.Reporting.Summary

let private isLive (row: Member) =
    not (BuildLabel.IsOld row.Initializer || BuildLabel.IsOld row.Reinitializer)

let private judged (table: MeasurementTable) =
    if table.HasVerdict then
        table.Rows |> List.filter (_.Member >> isLive) |> List.choose _.Comparison
    else
        []

let private ofSection section =
    List.collect
        (fun (table: ThresholdTable) -> table.Rows |> List.filter (_.Member >> isLive) |> List.choose _.Comparison)
        section.Thresholds
    @ List.collect judged section.Measurements

/// In the order of the report.
let private family (sections: Section list) = sections |> List.collect ofSection

/// Comparisons with a p-value.
let count sections =
    family sections
    |> List.filter (fun comparison -> not (Double.IsNaN comparison.P))
    |> List.length

/// Every comparison with a verdict gets its adjusted p-value.
let apply sections =
    let values = family sections |> List.map _.P |> List.toArray
    // Comparisons of one p-value have one adjusted p-value, so that it can be looked up.
    let adjusted =
        Seq.zip values (Holm.Adjust values)
        |> Seq.filter (fst >> Double.IsNaN >> not)
        |> Map.ofSeq

    let correct row (comparison: Comparison) =
        let found =
            if isLive row then
                Map.tryFind comparison.P adjusted
            else
                None

        found |> Option.defaultValue nan |> comparison.WithAdjusted

    let threshold (table: ThresholdTable) =
        { table with
            Rows =
                [
                    for row in table.Rows ->
                        { row with
                            Comparison = Option.map (correct row.Member) row.Comparison
                        }
                ]
        }

    let measurement (table: MeasurementTable) =
        if table.HasVerdict then
            { table with
                Rows =
                    [
                        for row in table.Rows ->
                            { row with
                                Comparison = Option.map (correct row.Member) row.Comparison
                            }
                    ]
            }
        else
            table

    [
        for section in sections ->
            { section with
                Thresholds = List.map threshold section.Thresholds
                Measurements = List.map measurement section.Measurements
            }
    ]
