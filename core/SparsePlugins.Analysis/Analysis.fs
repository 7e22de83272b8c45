/// From members to the numbers that a report prints.
module SparsePlugins.Analysis.Analysis

open SparsePlugins.Records

let private section (experiment: Experiment) (setting, members) =
    let baselineOf = Members.baselineOf experiment members
    let measurements = Ends.tables baselineOf members

    let thresholds =
        experiment.Thresholds |> Seq.map (Times.table baselineOf members) |> List.ofSeq

    {
        Setting = setting
        Members = members
        HasBaseline = members |> List.exists (baselineOf >> Option.isSome)
        Thresholds = thresholds
        Measurements = measurements
        Deciles = Deciles.tables baselineOf members measurements
        Revivals = Revivals.rows members
        Sweeps = Sweeps.find members thresholds measurements
        Equals = EqualMembers.find members
    }

/// The whole summary; the order of the records does not matter.
let summarize (experiment: Experiment) records =
    let sections = Members.bySetting experiment records |> List.map (section experiment)

    {
        Experiment = experiment
        Sections = Correction.apply sections
        Scalings = Scalings.find experiment sections
        Comparisons = Correction.count sections
        Strangers = Members.strangers experiment records
    }

/// How far apart evaluations of a measurement are, mostly.
let gridOf measurement (records: RunRecord list) =
    records
    |> Seq.choose (curveOf measurement)
    |> Seq.collect (fun curve -> Seq.pairwise curve.Steps |> Seq.map (fun (left, right) -> right - left))
    |> Seq.countBy id
    |> Seq.sortBy (fun (gap, count) -> -count, gap)
    |> Seq.tryHead
    |> Option.map fst
