// Opens the folder of an experiment through the library: the answer of its report, and the last values of a measurement, without libtorch and plugins.
// From the repository, after a build:
//   dotnet fsi docs/examples/results.fsx runs/quickstart mmcs
#I "../../hosts/SparsePlugins.Cli/bin/Release/net10.0"
#r "SparsePlugins.Records.dll"
#r "SparsePlugins.Storage.dll"
#r "SparsePlugins.Reporting.dll"

open SparsePlugins.Records
open SparsePlugins.Reporting
open SparsePlugins.Storage

let folder, measurement =
    match List.ofArray fsi.CommandLineArgs with
    | [ _; folder; measurement ] -> folder, measurement
    | _ ->
        eprintfn "usage: results.fsx FOLDER MEASUREMENT"
        exit 3

let store = RunStore folder

let experiment = store.ReadExperiment()

if isNull (box experiment) then
    eprintfn $"{folder} holds no experiment.json; give the folder that 'sparse run' wrote"
    exit 3

let records = store.ReadRecords experiment

for line in Report.Make(experiment, records, store.TryReadAgreement()).Headline do
    printfn $"{line}"

let last (record: RunRecord) =
    record.Curves
    |> Seq.filter (fun curve -> curve.Measurement = measurement)
    |> Seq.map (fun curve -> Seq.last curve.Values)
    |> Seq.tryExactlyOne

for initializer, runs in records |> Seq.groupBy _.Initializer do
    match runs |> Seq.choose last |> List.ofSeq with
    | [] -> printfn $"{initializer}: no {measurement}"
    | values -> printfn $"{initializer}: {measurement} %.3f{List.average values} over {values.Length} runs"
