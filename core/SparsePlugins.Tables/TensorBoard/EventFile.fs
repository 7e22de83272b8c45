/// A run as a folder of TensorBoard.
module internal SparsePlugins.Tables.EventFile

open System
open System.IO
open SparsePlugins.Records

let private version =
    Protobuf.message [ Protobuf.double 1 0.0; Protobuf.text 3 "brain.Event:2" ]

let private slug (text: string) =
    let kept =
        text
        |> String.map (fun c ->
            if Char.IsAsciiLetterOrDigit c || "=.,()".Contains c then
                c
            else
                '-')

    kept.Substring(0, min 80 kept.Length).Trim('-', '.')

/// The path from the experiment's folder; the folder's name is what TensorBoard calls the run.
let path (run: ExperimentRun) =
    $"tensorboard/{slug run.Name}-seed-{run.Seed}-{slug run.Id}/events.out.tfevents.0.sparse"

let bytes (experiment: ExperimentRecord) (run: ExperimentRun) (record: RunRecord) =
    use stream = new MemoryStream()
    RecordFraming.write stream version

    HyperparameterEvents.ofRecord experiment run record
    |> Seq.iter (RecordFraming.write stream)

    ScalarEvents.ofRecord record |> Seq.iter (RecordFraming.write stream)
    stream.ToArray()
