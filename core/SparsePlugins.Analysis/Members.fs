/// From an experiment and records in any order to members in the order of the manifest.
module SparsePlugins.Analysis.Members

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

let private isVaried (experiment: Experiment) (list: ComparedList) =
    experiment.Runs |> Seq.map _.LabelIn(list) |> Seq.distinct |> Seq.length > 1

/// What tells members apart: the labels of the lists with several entries.
let private nameOf experiment (run: ExperimentRun) =
    match ComparedList.All |> List.filter (isVaried experiment) with
    | [] -> run.LabelIn ComparedList.Initializers
    | lists -> lists |> List.map run.LabelIn |> String.concat " + "

let private isBaseline (experiment: Experiment) (run: ExperimentRun) =
    run.LabelIn experiment.BaselineList = experiment.Baseline

let private memberOf experiment records (runs: ExperimentRun list) =
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
    }

/// Members by setting, in the order in which the experiment names them.
let bySetting (experiment: Experiment) (records: IReadOnlyList<RunRecord>) =
    let records = byId records

    List.ofSeq experiment.Runs
    |> List.groupBy _.Setting
    |> List.map (fun (setting, runs) ->
        let members =
            runs
            |> List.groupBy (fun run -> ComparedList.All |> List.map run.LabelIn)
            |> List.map (snd >> memberOf experiment records)

        setting, members)

/// Runs in the order of settings and members.
let runs (experiment: Experiment) records =
    bySetting experiment records |> List.collect snd |> List.collect _.Runs

/// The member that another is compared with: the baseline that shares the other labels.
let baselineOf (experiment: Experiment) (members: Member list) (subject: Member) =
    let shares (candidate: Member) =
        ComparedList.All
        |> List.filter (fun list -> list <> experiment.BaselineList)
        |> List.forall (fun list -> candidate.LabelIn list = subject.LabelIn list)

    if subject.IsBaseline then
        None
    else
        members
        |> List.tryFind (fun candidate -> candidate.IsBaseline && shares candidate)

let strangers (experiment: Experiment) (records: IReadOnlyList<RunRecord>) =
    let known = experiment.Runs |> Seq.map _.Id |> Set.ofSeq

    records
    |> Seq.map _.Id
    |> Seq.distinct
    |> Seq.filter (fun id -> not (known.Contains id))
    |> Seq.length
