/// The curves of a run as TensorBoard's scalars.
module internal SparsePlugins.Tables.ScalarEvents

open SparsePlugins.Records
open SparsePlugins.Tables.Protobuf

// Fields of event.proto and summary.proto.
let private wallTime = double 1
let private step = integer 2
let private summary = nested 5

/// An event with one value of a summary.
let event (time: float) (at: int64) (value: byte array) =
    message [ wallTime time; step at; summary (nested 1 value) ]

/// What TensorBoard shows above a chart; it reads it with the first value.
let private metadata (facts: MeasurementFacts) =
    nested
        9
        (message
            [
                if facts.DisplayName <> "" then
                    text 2 facts.DisplayName
                if facts.Meaning <> "" then
                    text 3 facts.Meaning
            ])

/// Seconds of training at a step. Times are those from the beginning of the run: a record has no date.
let private secondsAt (record: RunRecord) (at: int64) =
    if record.Steps = 0L then
        0.0
    else
        record.Timings.TrainingSeconds * float at / float record.Steps

let private ofCurve (record: RunRecord) (curve: Curve) =
    Seq.zip curve.Steps curve.Values
    |> Seq.mapi (fun index (at, value) ->
        [
            text 1 curve.Measurement
            single 2 value
            if index = 0 then
                metadata curve.Facts
        ]
        |> message
        |> event (secondsAt record at) at)

/// An event for every point of every curve.
let ofRecord (record: RunRecord) =
    record.Curves |> Seq.collect (ofCurve record)
