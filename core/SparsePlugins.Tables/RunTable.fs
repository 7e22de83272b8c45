/// One table of all runs that have a record.
module SparsePlugins.Tables.RunTable

open System
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics

type private Row = ExperimentRun * RunRecord

let private outcome (record: RunRecord) =
    match record.Outcome with
    | Completed -> "completed"
    | Stopped -> "stopped"
    | Diverged -> "diverged"
    | Failed -> "failed"

/// The architecture of its entry, or else that of the record.
let private architecture (planned: ExperimentRun, record: RunRecord) =
    if planned.Architecture = "" then
        record.Architecture
    else
        planned.LabelIn ComparedList.Architectures

let private placed (rows: Row array) : Column list =
    [
        Column.Texts "run" rows (fun (run, _) -> run.Id)
        Column.Texts "cohort" rows (fun (run, _) -> run.Cohort)
        Column.Texts "setting" rows (fun (run, _) -> run.Setting)
        Column.Integers "seed" rows (fun (run, _) -> run.Seed)
        Column.Texts "source" rows (fun (_, record) -> record.Source)
        Column.Texts "architecture" rows architecture
        Column.Texts "initializer" rows (fun (run, _) -> run.LabelIn ComparedList.Initializers)
        Column.Texts "reinitializer" rows (fun (run, _) -> run.LabelIn ComparedList.Reinitializers)
    ]

let private ended (rows: Row array) : Column list =
    [
        Column.Texts "outcome" rows (snd >> outcome)
        Column.Texts "message" rows (fun (_, record) -> record.Message)
        Column.Integers "steps" rows (fun (_, record) -> record.Steps)
        Column.Integers "samples" rows (fun (_, record) -> record.Steps * int64 record.Batch)
        Column.Integers "batch" rows (fun (_, record) -> int64 record.Batch)
        Column.Numbers "training_seconds" rows (fun (_, record) -> record.Timings.TrainingSeconds)
        Column.Numbers "evaluation_seconds" rows (fun (_, record) -> record.Timings.EvaluationSeconds)
        Column.Numbers "data_seconds" rows (fun (_, record) -> record.Timings.DataSeconds)
        Column.Texts "device" rows (fun (_, record) -> record.Environment.Device)
        Column.Texts "version" rows (fun (_, record) -> record.Environment.Version)
        Column.Texts "weights" rows (fun (_, record) -> record.Weights)
        Column.Texts "spec" rows (fun (_, record) -> record.Spec)
    ]

let private reached (rows: Row array) (threshold: ReportThreshold) : Column =
    let sign = if threshold.AtLeast then ">=" else "<="

    let step (_, record) =
        match Arrivals.ofRun threshold record with
        | Some(Arrivals.Between(_, last)) -> Nullable last
        | Some(Arrivals.NotBy _)
        | Some Arrivals.Undefined
        | None -> Nullable()

    {
        Name = $"steps to {threshold.Measurement} {sign} {Numbers.exact threshold.Value}"
        Values = OptionalIntegers(Array.map step rows)
    }

let private finals (rows: Row array) : Column list =
    let lastOf name (_, record: RunRecord) =
        record.Curves
        |> Seq.tryFind (fun curve -> curve.Measurement = name)
        |> Option.bind (fun curve -> Seq.tryLast curve.Values)
        |> Option.defaultValue nan

    rows
    |> Seq.collect (fun (_, record) -> record.Curves)
    |> Seq.map _.Measurement
    |> Seq.distinct
    |> Seq.map (fun name -> Column.Numbers $"final {name}" rows (lastOf name))
    |> List.ofSeq

/// A row per run that has a record: its place, the values of the manifest's axes, how it ended, when it reached the thresholds, and the last value of
/// every measurement.
let create (experiment: ExperimentRecord) (runs: Run list) : Table =
    let rows =
        runs
        |> List.choose (fun run -> run.Record |> Option.map (fun record -> run.Planned, record))
        |> Array.ofList

    {
        Name = "runs"
        Columns =
            placed rows
            @ (SettingColumns.keys experiment
               |> List.map (SettingColumns.column experiment (Array.map fst rows)))
            @ ended rows
            @ (experiment.Thresholds |> Seq.map (reached rows) |> List.ofSeq)
            @ finals rows
    }
