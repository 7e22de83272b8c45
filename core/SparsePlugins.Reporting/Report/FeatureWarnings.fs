/// Warnings about features that are dead or share a direction.
module internal SparsePlugins.Reporting.FeatureWarnings

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics

let private deadShare = 0.1

let private deadFeatures (record: RunRecord) =
    record.Curves
    |> Seq.tryFind (fun curve -> curve.Facts.ReportedAs = ReportedAs.DeadFeatures)

let manyDead (summary: Summary) =
    [
        for section in summary.Sections do
            for subject in section.Variants do
                let dead =
                    subject.Records
                    |> List.filter isSound
                    |> List.choose (deadFeatures >> Option.map lastOf)

                let many = dead |> List.filter (fun share -> share > deadShare)

                if not many.IsEmpty then
                    let worst = Numbers.fixedTo 1 (100.0 * List.max many)
                    let where = if section.Setting = "" then "" else $" ({section.Setting})"

                    $"{subject.Name}{where}: more than 10 %% of the features are dead at the end "
                    + $"in {many.Length} of {dead.Length} seeds (worst seed: {worst} %%)."
    ]

/// `k-means: in 2 of 5 runs features shared a direction at the end (at most 7; cosine 1 - 1e-6 or more)`, where any did.
let private counted (summary: Summary) what (count: RunRecord -> int) =
    [
        for section in summary.Sections do
            for subject in section.Variants do
                let counts = subject.Records |> List.filter isSound |> List.map count
                let affected = counts |> List.filter (fun count -> count > 0)

                if not affected.IsEmpty then
                    let where = if section.Setting = "" then "" else $" ({section.Setting})"
                    $"{subject.Name}{where}: {affected.Length} of {counts.Length} runs {what} (most in one run: {List.max affected})."
    ]

let sharedDirections (summary: Summary) =
    let found isTheOne (record: RunRecord) =
        record.Coinciding |> Seq.filter isTheOne |> Seq.sumBy _.Features

    let revived (record: RunRecord) =
        record.Reinitializations |> Seq.sumBy _.Coinciding

    counted summary "start with features that have the direction of another feature" (found (fun one -> one.Step = 0L))
    @ counted summary "gave dead features a direction that another feature has" revived
    @ counted summary "end with features that have the direction of another feature" (found (fun one -> one.Step > 0L))

let leftDead (summary: Summary) =
    let most (record: RunRecord) =
        record.Reinitializations
        |> Seq.fold (fun most event -> max most event.LeftDead) 0

    counted summary "left dead features as they were, as there were fewer new directions than dead features" most
