/// The resolved spec of a run as paths and values: at `source`, `with`, `decay` is 0.998.
module SparsePlugins.Analysis.ResolvedSpec

open System.Text.Json
open SparsePlugins.Records
open SparsePlugins.Statistics

type SpecValue =
    | Number of float
    | Word of string

/// Keys from the outside in.
type Path = string list

let rec private flatten (path: Path) (value: JsonElement) =
    match value.ValueKind with
    | JsonValueKind.Object ->
        value.EnumerateObject()
        |> Seq.collect (fun entry -> flatten (path @ [ entry.Name ]) entry.Value)
        |> List.ofSeq
    | JsonValueKind.Number -> [ path, Number(value.GetDouble()) ]
    | JsonValueKind.String -> [ path, Word(string (value.GetString())) ]
    | _ -> [ path, Word(value.GetRawText()) ]

/// In the order of the spec.
let entries (record: RunRecord) =
    use document = JsonDocument.Parse record.Spec
    flatten [] document.RootElement

let text value =
    match value with
    | Number number -> Numbers.exact number
    | Word word -> word

/// `source.with.decay`
let pathText (path: Path) = String.concat "." path

/// The innermost key: `ratio`.
let leaf (path: Path) = List.last path

let private under (part: Path) (path: Path) = List.truncate part.Length path = part

/// Options of sources that decide no result, in records of versions that did not say so.
let private known =
    [
        "language-model", [ "cache"; "cache_limit" ]
        "recorded-activations", [ "shape" ]
    ]

/// The options of the source that decide no result.
let private neutral (all: (Path * SpecValue) list) =
    all
    |> List.collect (fun (path, value) ->
        match path, value with
        | [ "source"; "neutral" ], Word names ->
            JsonSerializer.Deserialize<string array> names
            |> Option.ofObj
            |> Option.map List.ofArray
            |> Option.defaultValue []
        | [ "source"; "use" ], Word source -> known |> List.filter (fst >> (=) source) |> List.collect snd
        | _, Word _
        | _, Number _ -> [])

/// The entries without the source's options that change neither rows nor results.
let deciding record =
    let all = entries record

    let aside =
        [ "source"; "neutral" ]
        :: (neutral all |> List.map (fun name -> [ "source"; "with"; name ]))

    all |> List.filter (fun (path, _) -> not (List.contains path aside))

/// Parts of a spec that entries of the compared lists decide.
let private compared comparesArchitectures =
    [
        [ "initializer" ]
        [ "reinitializer" ]
        if comparesArchitectures then
            [ "autoencoder"; "use" ]
            [ "autoencoder"; "with" ]
    ]

/// What tells variants of a cohort apart; an architecture may state keys of training for itself.
let ofVariant comparesArchitectures record =
    let parts =
        compared comparesArchitectures
        @ [
            if comparesArchitectures then
                [ "training" ]
        ]

    entries record
    |> List.filter (fun (path, _) -> parts |> List.exists (fun part -> under part path))

/// What the variants of a cohort share, and metrics don't decide.
let ofSetting comparesArchitectures record =
    let others = [ "seed" ] :: [ "metrics" ] :: compared comparesArchitectures

    deciding record
    |> List.filter (fun (path, _) -> not (others |> List.exists (fun part -> under part path)))

/// Metrics by name, each with its options as paths below the metric's.
let ofMetrics (record: RunRecord) =
    use document = JsonDocument.Parse record.Spec

    match document.RootElement.TryGetProperty "metrics" with
    | true, metrics when metrics.ValueKind = JsonValueKind.Array ->
        [
            for metric in metrics.EnumerateArray() do
                match metric.TryGetProperty "use", metric.TryGetProperty "with" with
                | (true, name), (true, options) -> string (name.GetString()), flatten [] options
                | (true, name), _ -> string (name.GetString()), []
                | _ -> ()
        ]
        |> Map.ofList
    | _ -> Map.empty

/// What decides the batches of a seed.
let ofBatches record =
    deciding record
    |> List.filter (fun (path, _) -> under [ "source" ] path || path = [ "training"; "batch" ])

/// The source with its options, and what is done to its rows.
let ofSource record =
    deciding record |> List.filter (fun (path, _) -> under [ "source" ] path)

/// Updates that were planned; None where the spec doesn't say.
let stepsOf (record: RunRecord) =
    entries record
    |> List.tryPick (fun (path, value) ->
        match path, value with
        | [ "training"; "steps" ], Number steps -> Some(int64 steps)
        | _, Number _
        | _, Word _ -> None)

/// Updates that were planned; those that were made where the spec doesn't say.
let plannedSteps record =
    stepsOf record |> Option.defaultValue record.Steps
