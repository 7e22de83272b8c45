/// Holm's correction over every comparison of a report that has a verdict. Old builds of a watched sweep are shown and take no part:
/// otherwise each edit of one variant would change the verdicts about all others. Variants that repeat another one to the bit take no part
/// either: they ask nothing of their own.
module SparsePlugins.Analysis.Correction

open System
open SparsePlugins.Statistics

let private isLive (row: Variant) = not row.IsOldBuild

let private ofSection (section: Section) =
    let isCounted subject =
        isLive subject && not (section.IsRepeated subject)

    [
        for table in section.Thresholds do
            for row in table.Rows do
                if isCounted row.Variant then
                    yield! Option.toList row.Comparison
        for table in section.Measurements do
            for row in table.Rows do
                if isCounted row.Variant then
                    yield! Option.toList row.Comparison
    ]

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
                            Comparison = Option.map (correct row.Variant) row.Comparison
                        }
                ]
        }

    let measurement (table: MeasurementTable) =
        { table with
            Rows =
                [
                    for row in table.Rows ->
                        { row with
                            Comparison = Option.map (correct row.Variant) row.Comparison
                        }
                ]
        }

    [
        for section in sections ->
            { section with
                Thresholds = List.map threshold section.Thresholds
                Measurements = List.map measurement section.Measurements
            }
    ]
