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

    /// Reports ask for a curve of every run many times, so without an enumerator.
    let curveOf measurement (record: RunRecord) =
        let rec from index =
            if index = record.Curves.Count then
                None
            elif record.Curves[index].Measurement = measurement then
                Some record.Curves[index]
            else
                from (index + 1)

        from 0

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
