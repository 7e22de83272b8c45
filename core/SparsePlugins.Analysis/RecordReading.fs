namespace SparsePlugins.Analysis

open SparsePlugins.Records

/// What is asked of records everywhere.
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

    /// The last measured value.
    let lastOf (curve: Curve) =
        if curve.Values.Count = 0 then
            nan
        else
            curve.Values[curve.Values.Count - 1]
