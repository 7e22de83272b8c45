/// Holm's correction over every comparison of a report that has a verdict.
module internal SparsePlugins.Reporting.Correction

open System
open SparsePlugins.Reporting.Summary

let private judged (table: MeasurementTable) =
    if table.HasVerdict then
        table.Rows |> List.choose _.Comparison
    else
        []

let private ofSection section =
    List.collect (fun (table: ThresholdTable) -> table.Rows |> List.choose _.Comparison) section.Thresholds
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

    let correct (comparison: Comparison) =
        Map.tryFind comparison.P adjusted
        |> Option.defaultValue nan
        |> comparison.WithAdjusted

    let threshold (table: ThresholdTable) =
        { table with
            Rows =
                [
                    for row in table.Rows ->
                        { row with
                            Comparison = Option.map correct row.Comparison
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
                                Comparison = Option.map correct row.Comparison
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
