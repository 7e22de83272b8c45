/// What differs between the resolved specs of experiments.
module SparsePlugins.Analysis.SpecDifferences

open System
open System.Collections.Generic
open SparsePlugins.Records
open SparsePlugins.Statistics

/// A key with its values in every experiment.
type Difference = { Key: string; Values: string list }

let private seeds (entry: ComparedExperiment) =
    entry.Experiment.TrainedRuns
    |> Seq.map _.Seed
    |> Seq.distinct
    |> Seq.sort
    |> Seq.map Numbers.whole
    |> fun seeds -> String.Join(", ", seeds)

let private settingOf (entry: ComparedExperiment) =
    ResolvedSpec.ofSetting entry.Experiment.ComparesArchitectures

/// Every key of an experiment's runs with its values, each once.
let private valuesOf (entry: ComparedExperiment) =
    entry.Records
    |> Seq.sortBy _.Id
    |> Seq.collect (settingOf entry)
    |> Seq.distinct
    |> Seq.groupBy fst
    |> Seq.map (fun (key, found) ->
        ResolvedSpec.pathText key, found |> Seq.map (snd >> ResolvedSpec.text) |> Seq.sort |> List.ofSeq)
    |> Map.ofSeq

/// Rows of what several experiments know under one key; what one of them doesn't know is no difference.
let private shared keyText (values: Map<string, string> list) =
    values
    |> List.collect (Map.keys >> List.ofSeq)
    |> List.distinct
    |> List.sort
    |> List.filter (fun key -> values |> List.filter (Map.containsKey key) |> List.length > 1)
    |> List.map (fun key ->
        {
            Key = keyText key
            Values = [ for one in values -> one.TryFind key |> Option.defaultValue "–" ]
        })

let private joined (values: seq<string>) =
    values |> Seq.distinct |> Seq.sort |> String.concat ", "

/// Options of metrics.
let private metrics (entries: IReadOnlyList<ComparedExperiment>) =
    [
        for entry in entries ->
            [
                for record in entry.Records do
                    for KeyValue(metric, options) in DataFacets.metricsOf record do
                        for KeyValue(key, value) in options -> $"metrics.{metric}.{key}", value
            ]
            |> List.groupBy fst
            |> List.map (fun (key, found) -> key, found |> List.map snd |> joined)
            |> Map.ofList
    ]
    |> shared id

/// Builds of plugins.
let private builds (entries: IReadOnlyList<ComparedExperiment>) =
    [
        for entry in entries ->
            entry.Records
            |> List.ofSeq
            |> DataFacets.buildsOf
            |> Map.map (fun _ builds -> joined builds)
    ]
    |> shared (fun name -> $"build of {name}")

/// Apart from seeds and what is compared.
let find (entries: IReadOnlyList<ComparedExperiment>) =
    let all = entries |> Seq.map valuesOf |> List.ofSeq

    let keys =
        entries
        |> Seq.collect (fun entry -> entry.Records |> Seq.collect (settingOf entry))
        |> Seq.map (fst >> ResolvedSpec.pathText)
        |> Seq.distinct
        |> List.ofSeq
        |> List.sort

    let value key (values: Map<string, string list>) =
        values.TryFind key
        |> Option.map (fun found -> String.Join(", ", found))
        |> Option.defaultValue "–"

    let seeds =
        {
            Key = "seeds"
            Values = entries |> Seq.map seeds |> List.ofSeq
        }

    let specs =
        [
            for key in keys ->
                {
                    Key = key
                    Values = all |> List.map (value key)
                }
        ]

    seeds :: specs @ metrics entries @ builds entries
    |> List.filter (fun difference -> difference.Values |> List.distinct |> List.length > 1)

let private batchesOf (subject: Variant) =
    subject.Records
    |> List.tryHead
    |> Option.map (ResolvedSpec.ofBatches >> Map.ofList)

/// Variants that saw other batches than the baseline, with why.
let otherBatches (section: Section) =
    match section.Variants |> List.tryFind _.IsBaseline |> Option.bind batchesOf with
    | None -> []
    | Some baseline ->
        let differs (mine: Map<ResolvedSpec.Path, ResolvedSpec.SpecValue>) =
            Seq.append (Map.keys mine) (Map.keys baseline)
            |> Seq.distinct
            |> Seq.filter (fun key -> mine.TryFind key <> baseline.TryFind key)
            |> Seq.map ResolvedSpec.pathText
            |> Seq.sort
            |> List.ofSeq

        section.Variants
        |> List.choose (fun subject ->
            match batchesOf subject |> Option.map differs with
            | None
            | Some [] -> None
            | Some keys -> Some(subject.Name, keys))
