/// What the HPARAMS page of TensorBoard shows of a run: its hyperparameters, its group and how it ended.
module internal SparsePlugins.Tables.HyperparameterEvents

open SparsePlugins.Records
open SparsePlugins.Tables.Protobuf

/// A number or a text, by name.
let private ofRun (experiment: ExperimentRecord) (run: ExperimentRun) (record: RunRecord) =
    [
        "architecture", Choice2Of2 record.Architecture
        "initializer", Choice2Of2(run.LabelIn ComparedList.Initializers)
        "reinitializer", Choice2Of2(run.LabelIn ComparedList.Reinitializers)
        "source", Choice2Of2 record.Source
        "batch", Choice1Of2(float record.Batch)
        for key in SettingColumns.keys experiment do
            match SettingColumns.valueOf experiment run key with
            | Some value -> key, SettingColumns.hyperparameter value
            | None -> ()
        "seed", Choice1Of2(float run.Seed)
    ]

/// A google.protobuf.Value.
let private value hyperparameter =
    match hyperparameter with
    | Choice1Of2 number -> double 2 number
    | Choice2Of2 word -> text 3 word

/// Seeds of one variant in one setting are one group.
let private group (run: ExperimentRun) =
    if run.Setting = "" then
        run.Name
    else
        $"{run.Name}, {run.Setting}"

let private started experiment run record =
    message
        [
            for name, hyperparameter in ofRun experiment run record do
                nested 1 (message [ text 1 name; nested 2 (value hyperparameter) ])
            text 4 (group run)
        ]

let private ended (record: RunRecord) =
    let status =
        match record.Outcome with
        | Completed
        | Stopped -> 1L
        | Diverged
        | Failed -> 2L

    message [ integer 1 status; double 2 record.Timings.TrainingSeconds ]

/// The one zero, a float tensor of shape [1], that stands in summaries without a value.
let private nothing =
    message
        [
            integer 1 1L
            nested 2 (nested 2 (integer 1 1L))
            nested 5 (Array.zeroCreate 4)
        ]

let private tagged name (field: int) time (content: byte array) =
    let plugin = message [ text 1 "hparams"; nested 2 (nested field content) ]

    [ text 1 name; nested 8 nothing; nested 9 (nested 1 plugin) ]
    |> message
    |> ScalarEvents.event time 0L

/// How its session started and ended.
let ofRecord experiment run (record: RunRecord) =
    [
        tagged "_hparams_/session_start_info" 3 0.0 (started experiment run record)
        tagged "_hparams_/session_end_info" 4 record.Timings.TrainingSeconds (ended record)
    ]
