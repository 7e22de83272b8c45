/// What records keep of trained dictionaries, put together over the seeds of a variant.
module internal SparsePlugins.DictionaryViews.Dictionaries

open System
open System.Text.Json
open SparsePlugins.Analysis
open SparsePlugins.Records

/// Of the runs that ended well and say so.
let factsOf (subject: Variant) =
    subject.Records
    |> List.sortBy _.Seed
    |> List.choose (fun record ->
        match record.Dictionary with
        | null -> None
        | facts -> Some facts)

let matchesOf subject =
    factsOf subject
    |> List.choose (fun facts ->
        match facts.Matches with
        | null -> None
        | matches -> Some matches)

/// Sums of lists of one length.
let summed (lists: int list list) =
    lists |> List.transpose |> List.map List.sum

/// Means of lists, place by place; those of another length than the first are left out.
let averaged (lists: float list list) =
    match lists with
    | [] -> []
    | first :: _ ->
        lists
        |> List.filter (fun values -> values.Length = first.Length)
        |> List.transpose
        |> List.map List.average

/// Shares of a whole.
let shares (whole: int) (counts: int list) =
    counts |> List.map (fun count -> float count / float (max 1 whole))

/// Rows and columns of the picture that an activation is, where the source says that it is one.
let shapeOf (record: RunRecord) =
    ResolvedSpec.entries record
    |> List.tryPick (fun (path, value) ->
        match path, value with
        | [ "source"; "with"; "shape" ], ResolvedSpec.Word text -> Some(JsonSerializer.Deserialize<int[]> text)
        | _, ResolvedSpec.Word _
        | _, ResolvedSpec.Number _ -> None)
    |> Option.bind (fun shape ->
        match shape with
        | [| rows; columns |] -> Some(rows, columns)
        | _ -> None)

/// The kept rows of a dictionary, each from -1 to 1.
let atomsOf columns (facts: DictionaryFacts) : Atoms.Atom list =
    match facts.Atoms with
    | null -> []
    | atoms ->
        Convert.FromBase64String atoms.Values
        |> Seq.map (fun value -> float (sbyte value) / 127.0)
        |> Seq.chunkBySize atoms.Width
        |> Seq.map (fun values ->
            {
                Columns = columns
                Values = List.ofArray values
            }
            : Atoms.Atom)
        |> List.ofSeq
