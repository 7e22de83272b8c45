/// Runs of several folders: one id may be in two of them, with other results where a component is not reproducible.
module SparsePlugins.Analysis.FolderRuns

open System
open System.Collections.Generic

open SparsePlugins.Records

let private own (entry: ComparedExperiment) : ComparedExperiment =
    let qualify id = $"{entry.Name}/{id}"

    { entry with
        Experiment =
            { entry.Experiment with
                Runs = [| for run in entry.Experiment.Runs -> { run with Id = qualify run.Id } |]
            }
        Records = [| for record in entry.Records -> { record with Id = qualify record.Id } |]
    }

/// The same experiments, with ids that name the folder: a record counts for its own folder alone.
let apart (entries: IReadOnlyList<ComparedExperiment>) : IReadOnlyList<ComparedExperiment> =
    entries |> Seq.map own |> Array.ofSeq :> _

/// What a run measured, as text: equal for equal bits.
let private results (record: RunRecord) =
    [
        for curve in record.Curves do
            curve.Measurement
            yield! curve.Steps |> Seq.map string
            yield! curve.Values |> Seq.map (BitConverter.DoubleToInt64Bits >> string)
    ]

/// Runs that are in two folders with other results, each with the names of the folders.
let irreproducible (entries: IReadOnlyList<ComparedExperiment>) =
    [
        for entry in entries do
            for record in entry.Records -> entry.Name, record
    ]
    |> List.groupBy (fun (_, record) -> record.Id)
    |> List.choose (fun (_, found) ->
        if found |> List.map (snd >> results) |> List.distinct |> List.length > 1 then
            let _, first = found.Head
            Some($"{first.Initializer}, seed {first.Seed}", found |> List.map fst |> List.distinct)
        else
            None)
