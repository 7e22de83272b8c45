/// Warnings about settings that were chosen at an end of what was tried.
module internal SparsePlugins.Reporting.TuningWarnings

open System
open System.Globalization
open SparsePlugins.Analysis
open SparsePlugins.Records

let private variantOf (section: Section) (tuned: TunedVariant) =
    section.Variants
    |> List.tryFind (fun variant ->
        tuned.Setting = section.Setting
        && tuned.Architecture = variant.Architecture
        && tuned.Initializer = variant.Initializer
        && tuned.Reinitializer = variant.Reinitializer)

/// The variants of a section whose settings were chosen, with the choice.
let tunedIn (tuning: TuningRecord) (section: Section) =
    tuning.Variants
    |> Seq.choose (fun tuned -> variantOf section tuned |> Option.map (fun variant -> variant, tuned))
    |> List.ofSeq

let private number (text: string) =
    match Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture) with
    | true, value -> Some value
    | false, _ -> None

/// Fewer values have no middle.
let private fewestToJudge = 3

/// `the largest training.learning_rate that was tried, 0.01`; None where the chosen value lies between others.
let private edge (key: TriedKey) (chosen: string) =
    let values = key.Values |> Seq.choose number |> List.ofSeq

    match number chosen with
    | Some value when values.Length = key.Values.Count && values.Length >= fewestToJudge ->
        if value = List.max values then
            Some $"the largest {key.Path} that was tried, {chosen}"
        elif value = List.min values then
            Some $"the smallest {key.Path} that was tried, {chosen}"
        else
            None
    | Some _
    | None -> None

/// Choices at an end of what was tried: the best may lie beyond.
let atAnEnd (summary: Summary) =
    match summary.Experiment.Tuning with
    | null -> []
    | tuning ->
        [
            for section in summary.Sections do
                for variant, tuned in tunedIn tuning section do
                    for key, value in Seq.zip tuning.Keys tuned.Values do
                        match edge key value with
                        | Some edge -> edge, variant.Name
                        | None -> ()
        ]
        |> List.groupBy fst
        |> List.map (fun (edge, found) ->
            let names = found |> List.map snd |> List.distinct
            let takes = if names.Length = 1 then "takes" else "take"
            $"""Tuning: {String.Join(", ", names)} {takes} {edge}; a better one may lie beyond, so widen the list.""")
