/// Variants whose results a reader must not take for those of a sound training.
module SparsePlugins.Headlines.Troubles

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics

/// The share of dead features from which a dictionary is called mostly dead.
let private mostlyDead = 0.5

let private ended outcome word (variants: Variant list) =
    let named =
        [
            for subject in variants do
                let count =
                    subject.Records
                    |> List.filter (fun record -> record.Outcome = outcome)
                    |> List.length

                if count > 0 then
                    $"{subject.Name} ({count} of {subject.Runs.Length} runs)"
        ]

    [
        if not named.IsEmpty then
            $"{word}: {Clauses.listed named}."
    ]

let private deadShare (subject: Variant) =
    let ends =
        subject.Records
        |> List.filter isSound
        |> List.choose (fun record ->
            record.Curves
            |> Seq.tryFind (fun curve -> curve.Facts.ReportedAs = ReportedAs.DeadFeatures)
            |> Option.map lastOf)

    if ends.IsEmpty then nan else List.average ends

let private dead (variants: Variant list) =
    let named =
        [
            for subject in variants do
                let share = deadShare subject

                if share > mostlyDead then
                    $"{subject.Name} ({Numbers.fixedTo 0 (100.0 * share)} %%)"
        ]

    [
        if not named.IsEmpty then
            $"Mostly dead features at the end: {Clauses.listed named}."
    ]

let private unfinished (variants: Variant list) =
    let runs = variants |> List.collect _.Runs
    let missing = runs |> List.filter _.Record.IsNone |> List.length

    [
        if missing > 0 then
            $"""{missing} of {Numbers.counted runs.Length "run"} not finished yet."""
    ]

/// A sentence for each kind; nothing where all is well.
let ofVariants (variants: Variant list) =
    ended Failed "Failed" variants
    @ ended Diverged "Diverged" variants
    @ dead variants
    @ unfinished variants
