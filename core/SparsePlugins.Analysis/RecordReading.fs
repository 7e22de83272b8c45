namespace SparsePlugins.Analysis

open SparsePlugins.Records

/// Functions of records that are used everywhere.
[<AutoOpen>]
module RecordReading =
    /// Failed and diverged runs have no end to speak of.
    let isSound (record: RunRecord) =
        match record.Outcome with
        | Completed
        | Stopped -> true
        | Diverged
        | Failed -> false

    let curveOf measurement (record: RunRecord) =
        record.Curves |> Seq.tryFind (fun curve -> curve.Measurement = measurement)

    /// The display name of a measurement where a record declares one; otherwise its name.
    let titleOf (records: RunRecord list) measurement =
        records
        |> List.tryPick (curveOf measurement)
        |> Option.map _.Facts.Title
        |> Option.defaultValue measurement

    /// The last measured value.
    let lastOf (curve: Curve) =
        if curve.Values.Count = 0 then
            nan
        else
            curve.Values[curve.Values.Count - 1]
