/// Variants of several experiments side by side.
module SparsePlugins.Analysis.ComparedVariants

open System
open System.Collections.Generic
open SparsePlugins.Records

/// A variant of one of the experiments, with a name that no other has.
type ComparedVariant =
    {
        /// `data-sample @ quickstart`
        Name: string
        /// `data-sample`, as its own experiment calls it.
        OwnName: string
        Entry: ComparedExperiment
        Runs: ExperimentRun list
    }

let private ownName (run: ExperimentRun) =
    let setting = if run.Setting = "" then "" else $" [{run.Setting}]"
    run.Name + setting

let private ofEntry (entry: ComparedExperiment) =
    List.ofSeq entry.Experiment.TrainedRuns
    |> List.groupBy ownName
    |> List.map (fun (name, runs) ->
        {
            Name = $"{name} @ {entry.Name}"
            OwnName = name
            Entry = entry
            Runs = runs
        })

/// In the order of the experiments and of their manifests.
let all (entries: IReadOnlyList<ComparedExperiment>) =
    List.ofSeq entries |> List.collect ofEntry

let private isOwnBaseline variant =
    let experiment = variant.Entry.Experiment

    variant.Runs
    |> List.exists (fun run -> run.LabelIn experiment.BaselineList = experiment.Baseline)

let private listed variants =
    String.Join("; ", variants |> List.map _.Name)

/// The one that a text names, alone or with its experiment; the first experiment's own baseline for an empty text.
let baseline (text: string) variants =
    let named =
        variants
        |> List.filter (fun variant -> variant.Name = text || variant.OwnName = text)

    match text, named with
    | "", _ ->
        variants
        |> List.tryFind isOwnBaseline
        |> Option.orElse (List.tryHead variants)
        |> Option.map _.Name
        |> Option.defaultValue ""
    | _, [ one ] -> one.Name
    | _, [] -> raise (ArgumentException $"no variant named '{text}' to be the baseline; there are: {listed variants}")
    | _, several ->
        raise (ArgumentException $"'{text}' is a variant of several experiments; give one of: {listed several}")

let private thresholds (entries: IReadOnlyList<ComparedExperiment>) =
    entries |> Seq.collect _.Experiment.Thresholds |> Seq.distinct |> Seq.toArray

let private title (entries: IReadOnlyList<ComparedExperiment>) =
    String.Join(" and ", entries |> Seq.map _.Name)

/// One experiment with all of them as its variants.
let experiment entries baselineText : ExperimentRecord =
    let variants = all entries

    {
        Name = title entries
        Manifest = ""
        Baseline = baseline baselineText variants
        BaselineList = ComparedList.Initializers
        Tuning = null
        Thresholds = thresholds entries
        Settings = [||]
        Runs =
            [|
                for variant in variants do
                    for run in variant.Runs ->
                        { run with
                            Architecture = ""
                            Initializer = variant.Name
                            Replaced = null
                            Reinitializer = "none"
                            Setting = ""
                        }
            |]
    }

/// One experiment whose settings say which experiment a run is from.
let tidy (entries: IReadOnlyList<ComparedExperiment>) : ExperimentRecord =
    let place (entry: ComparedExperiment) (run: ExperimentRun) =
        let setting = if run.Setting = "" then "" else $",{run.Setting}"

        { run with
            Setting = $"experiment={entry.Name}{setting}"
        }

    {
        Name = title entries
        Manifest = ""
        Baseline = ""
        BaselineList = ComparedList.Initializers
        Tuning = null
        Thresholds = [||]
        Settings = [||]
        Runs =
            [|
                for entry in entries do
                    for run in entry.Experiment.TrainedRuns -> place entry run
            |]
    }
