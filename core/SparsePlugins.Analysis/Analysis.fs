/// From variants to the numbers that a report prints.
module SparsePlugins.Analysis.Analysis

open SparsePlugins.Records

let private valuesOf (experiment: ExperimentRecord) setting =
    experiment.Settings
    |> Seq.tryFind (fun one -> one.Name = setting)
    |> Option.map (_.Values >> List.ofSeq)
    |> Option.defaultValue []

let private section (experiment: ExperimentRecord) (setting, variants) =
    let baselineOf = Variants.baselineOf experiment variants
    let measurements = Ends.tables baselineOf variants

    let thresholds =
        experiment.Thresholds |> Seq.map (Times.table baselineOf variants) |> List.ofSeq

    {
        Setting = setting
        Values = valuesOf experiment setting
        Variants = variants
        HasBaseline = variants |> List.exists (baselineOf >> Option.isSome)
        Thresholds = thresholds
        Measurements = measurements
        Schedules = Ends.schedules variants
        Deciles = Deciles.tables baselineOf variants measurements
        Revivals = Revivals.rows variants
        Sweeps = Sweeps.find variants thresholds measurements
        Equals = EqualVariants.find variants
    }

/// The whole summary; the order of the records does not matter.
let summarize (experiment: ExperimentRecord) records =
    let sections =
        Variants.bySetting experiment records |> List.map (section experiment)

    {
        Experiment = experiment
        Sections = Correction.apply sections
        Scalings = Scalings.find experiment sections
        Comparisons = Correction.count sections
        Unknown = Variants.countUnknown experiment records
        Dictionaries = MeasuredDictionaries.find experiment records
        Agreements = None
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
