/// What a reader must know before believing the numbers; plain text.
module internal SparsePlugins.Reporting.Warnings

open System
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics

let private whereOf (section: Section) =
    if section.Setting = "" then "" else $" ({section.Setting})"

let private budgets (summary: Summary) =
    [
        for section in summary.Sections do
            for subject in section.Variants do
                match Variants.baselineOf summary.Experiment section.Variants subject with
                | Some baseline when Budgets.differ subject baseline ->
                    $"Budgets differ{whereOf section}: {subject.Name} was given {Budgets.text subject}, {baseline.Name} {Budgets.text baseline}; "
                    + "no verdict is given between them."
                | Some _
                | None -> ()
    ]

let private repeated (summary: Summary) =
    [
        for section in summary.Sections do
            for group in section.Equals do
                let names = group |> List.map _.Name
                let first = names |> List.take (names.Length - 1) |> String.concat ", "

                $"{first} and {List.last names} are equal in every seed{whereOf section}: the setting had no effect. "
                + "They count once in the correction for the number of comparisons."
    ]

let private fewSeeds (summary: Summary) =
    let fewest =
        summary.Sections
        |> List.collect _.Variants
        |> List.map _.Records.Length
        |> List.filter (fun count -> count > 0)
        |> List.fold min Int32.MaxValue

    [
        if fewest < SampleStatistics.LeastForInterval then
            $"""Only {Numbers.counted fewest "seed"} of a variant: at least {SampleStatistics.LeastForInterval} are needed for a """
            + "confidence interval, so no difference from it is reported."
    ]

let private noBaseline (summary: Summary) =
    [
        for section in summary.Sections do
            let baselines = section.Variants |> List.filter _.IsBaseline

            let where =
                if section.Setting = "" then
                    ""
                else
                    $" in {section.Setting}"

            if baselines.IsEmpty then
                $"No variant is the baseline {summary.Experiment.Baseline}{where}: no differences are given."
            elif baselines |> List.forall (fun m -> m.Records.IsEmpty) then
                $"The baseline {summary.Experiment.Baseline} has no record{where}: no differences are given."
    ]

let private mixed (summary: Summary) =
    match Header.disagreements summary with
    | [] -> []
    | parts -> [ $"""Mixed environments: the runs differ in {String.Join(", ", parts)}.""" ]

/// Every warning, the gravest first.
let ofSummary (summary: Summary) =
    [
        RunWarnings.unfinished
        RunWarnings.broken
        RunWarnings.untrained
        noBaseline
        budgets
        fewSeeds
        repeated
        DataWarnings.undefined
        RunWarnings.notFinite
        DataWarnings.notes
        SparsityWarnings.unmatched
        TuningWarnings.atAnEnd
        FeatureWarnings.manyDead
        FeatureWarnings.sharedDirections
        FeatureWarnings.leftDead
        mixed
    ]
    |> List.collect (fun check -> check summary)
