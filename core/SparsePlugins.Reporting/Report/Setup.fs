/// What was trained, in one line: everything that all runs share.
module internal SparsePlugins.Reporting.Setup

open System
open SparsePlugins.Analysis
open SparsePlugins.Analysis.ResolvedSpec
open SparsePlugins.Records
open SparsePlugins.Statistics

/// The value that every run has; `varied` where they differ, None where none has it.
let private shared (specs: Map<Path, SpecValue> list) path =
    match specs |> List.choose (Map.tryFind path) |> List.map text |> List.distinct with
    | [] -> None
    | [ one ] -> Some one
    | _ -> Some "varied"

/// `active 5, decay 0.998`: numeric options, without those that are zero everywhere.
let private options (specs: Map<Path, SpecValue> list) (part: Path) =
    let isNumeric path =
        specs
        |> List.choose (Map.tryFind path)
        |> List.exists (fun value ->
            match value with
            | Number number -> number <> 0.0
            | Word _ -> false)

    specs
    |> List.collect (Map.keys >> List.ofSeq)
    |> List.distinct
    |> List.filter (fun path ->
        List.truncate part.Length path = part
        && path.Length = part.Length + 1
        && isNumeric path)
    |> List.choose (fun path -> shared specs path |> Option.map (fun value -> $"{leaf path} {value}"))
    |> String.concat ", "

let private inBrackets text = if text = "" then "" else $" ({text})"

/// `relu (l1 0.06)`, or `6 architectures` where several are compared, whose options have nothing in common.
let private used specs (part: Path) several =
    match specs |> List.choose (Map.tryFind (part @ [ "use" ])) |> List.distinct with
    | [] -> None
    | [ one ] -> Some(text one + inBrackets (options specs (part @ [ "with" ])))
    | names -> Some $"{names.Length} {several}"

let private keyed specs (path: Path) name =
    shared specs path |> Option.map (fun value -> $"{name} {value}")

/// The same for a key that the canonical text has only where it isn't the default.
let private keyedIfStated specs (path: Path) name =
    if specs |> List.forall (Map.containsKey path) then
        keyed specs path name
    else
        None

let private counted specs (path: Path) name =
    shared specs path |> Option.map (fun value -> $"{value} {name}")

/// `512 true features in 57 dimensions`, where runs measured them and the source's options don't say the same: some are scaled by others.
let private sizes specs (records: RunRecord list) =
    let isStated name (size: int) =
        shared specs [ "source"; "with"; name ] = Some(string size)

    let measured =
        records
        |> List.choose (fun record ->
            match record.Dictionary with
            | null -> None
            | dictionary ->
                match dictionary.Matches, dictionary.Atoms with
                | null, _
                | _, null -> None
                | matches, atoms -> Some(matches.TrueFeatures, atoms.Width))
        |> List.distinct

    match measured with
    | [ features, width ] when not (isStated "features" features && isStated "activation_dim" width) ->
        Some $"""{Numbers.counted features "true feature"} in {Numbers.counted width "dimension"}"""
    | _ -> None

/// `toy-superposition (activation_dim 128, active 5), relu (l1 0.06), 256 features, learning_rate 0.003, batch 512, 2800 steps, ...`; empty
/// where no run has a record.
let line (summary: Summary) =
    let specs = summary.Records |> List.map (deciding >> Map.ofList)

    let evaluation =
        DataWarnings.evaluationRows summary |> Option.map (sprintf "%s of evaluation")

    [
        used specs [ "source" ] "sources"
        sizes specs summary.Records
        used specs [ "autoencoder" ] "architectures"
        counted specs [ "autoencoder"; "features" ] "features"
        keyed specs [ "training"; "learning_rate" ] "learning rate"
        keyed specs [ "training"; "batch" ] "batch"
        counted specs [ "training"; "steps" ] "steps"
        keyedIfStated specs [ "training"; "precision" ] "products in"
        evaluation
    ]
    |> List.choose id
    |> fun parts -> String.Join(", ", parts)
