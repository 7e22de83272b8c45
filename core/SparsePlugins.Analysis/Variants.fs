/// From an experiment and records in any order to variants in the order of the manifest.
module SparsePlugins.Analysis.Variants

open System.Collections.Generic
open SparsePlugins.Records

/// Of two records with one id the longer one counts, then the one whose text comes last: never the order they came in.
let private preferred (records: RunRecord list) =
    match records with
    | [ only ] -> only
    | several -> several |> List.maxBy (fun record -> record.Steps, RecordJson.Write record)

let private byId (records: IReadOnlyList<RunRecord>) =
    List.ofSeq records
    |> List.groupBy _.Id
    |> List.map (fun (id, same) -> id, preferred same)
    |> Map.ofList

let private isVaried (experiment: ExperimentRecord) (list: ComparedList) =
    experiment.TrainedRuns |> Seq.map _.LabelIn(list) |> Seq.distinct |> Seq.length > 1

/// What tells variants apart: the labels of the lists with several entries.
let private nameOf experiment (run: ExperimentRun) =
    match ComparedList.All |> List.filter (isVaried experiment) with
    | [] -> run.LabelIn ComparedList.Initializers
    | lists -> lists |> List.map run.LabelIn |> String.concat " + "

let private isBaseline (experiment: ExperimentRecord) (run: ExperimentRun) =
    run.LabelIn experiment.BaselineList = experiment.Baseline

let private variantOf experiment records (runs: ExperimentRun list) =
    let first = List.head runs
    let found = runs |> List.map (fun run -> run, Map.tryFind run.Id records)

    {
        Architecture = first.LabelIn ComparedList.Architectures
        Initializer = first.LabelIn ComparedList.Initializers
        Reinitializer = first.LabelIn ComparedList.Reinitializers
        Name = nameOf experiment first
        IsBaseline = isBaseline experiment first
        IsOldBuild = not (isNull first.Replaced)
        Runs = [ for run, record in found -> { Planned = run; Record = record } ]
        Planned = found |> List.tryPick snd |> Option.bind ResolvedSpec.stepsOf
        Data =
            found
            |> List.tryPick snd
            |> Option.map DataFacets.ofRecord
            |> Option.defaultValue Map.empty
        Metrics =
            found
            |> List.tryPick snd
            |> Option.map DataFacets.metricsOf
            |> Option.defaultValue Map.empty
        Builds = found |> List.choose snd |> DataFacets.buildsOf
    }

/// Variants by setting, in the order in which the experiment names them.
let bySetting (experiment: ExperimentRecord) (records: IReadOnlyList<RunRecord>) =
    let records = byId records

    List.ofSeq experiment.TrainedRuns
    |> List.groupBy _.Setting
    |> List.map (fun (setting, runs) ->
        let variants =
            runs
            |> List.groupBy (fun run -> ComparedList.All |> List.map run.LabelIn)
            |> List.map (snd >> variantOf experiment records)

        setting, variants)

/// Runs in the order of settings and variants.
let runs (experiment: ExperimentRecord) records =
    bySetting experiment records |> List.collect snd |> List.collect _.Runs

/// The variant that another is compared with: the baseline that shares the other labels.
let baselineOf (experiment: ExperimentRecord) (variants: Variant list) (subject: Variant) =
    let shares (candidate: Variant) =
        ComparedList.All
        |> List.filter (fun list -> list <> experiment.BaselineList)
        |> List.forall (fun list -> candidate.LabelIn list = subject.LabelIn list)

    if subject.IsBaseline then
        None
    else
        variants
        |> List.tryFind (fun candidate -> candidate.IsBaseline && shares candidate)

/// Records of no run of the experiment.
let countUnknown (experiment: ExperimentRecord) (records: IReadOnlyList<RunRecord>) =
    let known = experiment.Runs |> Seq.map _.Id |> Set.ofSeq

    records
    |> Seq.map _.Id
    |> Seq.distinct
    |> Seq.filter (fun id -> not (known.Contains id))
    |> Seq.length
