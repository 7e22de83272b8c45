/// Dictionaries that were measured and not trained: what they measure on the evaluation data of each seed.
module SparsePlugins.Analysis.MeasuredDictionaries

open System
open SparsePlugins.Records
open SparsePlugins.Statistics

/// The name of a cohort without its seed: what the cohorts of one source have in common.
let private dataOf (run: ExperimentRun) =
    let seed = $"seed={run.Seed}"

    if run.Cohort.EndsWith("," + seed, StringComparison.Ordinal) then
        run.Cohort.Substring(0, run.Cohort.Length - seed.Length - 1)
    elif run.Cohort = seed then
        ""
    else
        run.Cohort

let private valuesOf (records: RunRecord list) (facts: MeasurementFacts) =
    records
    |> List.choose (curveOf facts.Name)
    |> List.map lastOf
    |> List.filter Double.IsFinite

/// Equal values of all seeds say nothing about how far one can trust them: they are one value.
let private estimate (values: float list) =
    match List.distinct values with
    | [ one ] -> SampleStatistics.Estimate [| one |]
    | _ -> SampleStatistics.Estimate(Array.ofList values)

let private dictionaryOf (runs: Run list) : MeasuredDictionary =
    let records = runs |> List.choose _.Record |> List.filter isSound

    let measured =
        records
        |> Seq.collect _.Curves
        |> Seq.map _.Facts
        |> Seq.distinctBy _.Name
        |> Seq.map (fun facts -> facts, valuesOf records facts)
        |> List.ofSeq

    {
        Name = runs.Head.Planned.Initializer
        Architecture =
            runs
            |> List.tryPick _.Record
            |> Option.map _.Architecture
            |> Option.defaultValue ""
        Data = dataOf runs.Head.Planned
        Runs = runs
        Ends = measured |> List.map (fun (facts, values) -> facts, estimate values)
        VariesWithSeed = measured |> List.exists (fun (_, values) -> (List.distinct values).Length > 1)
    }

/// In the order of the manifest, each once for every source.
let find (experiment: ExperimentRecord) (records: RunRecord seq) =
    let byId = records |> Seq.map (fun record -> record.Id, record) |> Map.ofSeq

    experiment.Runs
    |> Seq.filter (fun run -> not run.IsTrained)
    |> Seq.map (fun run ->
        {
            Planned = run
            Record = Map.tryFind run.Id byId
        })
    |> List.ofSeq
    |> List.groupBy (fun run -> run.Planned.Initializer, dataOf run.Planned)
    |> List.map (snd >> dictionaryOf)
