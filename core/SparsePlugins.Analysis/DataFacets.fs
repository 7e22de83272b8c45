/// What decides the data that a run of a seed saw, as keys and values.
module SparsePlugins.Analysis.DataFacets

open SparsePlugins.Records
open SparsePlugins.Statistics

/// Of recorded data: files may have other rows under the same names.
let private ofSurvey (record: RunRecord) =
    match record.Data with
    | null -> []
    | data ->
        match data.Survey with
        | null -> []
        | survey ->
            [
                "training rows", Numbers.whole survey.TrainingRows
                "held-out rows", Numbers.whole survey.HeldOutRows
                "distinct rows", Numbers.whole survey.DistinctRows
            ]

/// The source with its options and what is done to its rows, and how many rows recorded data has. Batches are a matter of budgets.
let ofRecord (record: RunRecord) =
    ResolvedSpec.ofSource record
    |> List.map (fun (path, value) -> ResolvedSpec.pathText path, ResolvedSpec.text value)
    |> List.append (ofSurvey record)
    |> Map.ofList

/// The options of every metric.
let metricsOf (record: RunRecord) =
    ResolvedSpec.ofMetrics record
    |> Map.map (fun _ options ->
        options
        |> List.map (fun (path, value) -> ResolvedSpec.pathText path, ResolvedSpec.text value)
        |> Map.ofList)

/// `417b8d3`
let private short (sha: string) = sha.Substring(0, min 7 sha.Length)

/// The builds of every plugin, by its name.
let buildsOf (records: RunRecord list) =
    records
    |> Seq.collect _.Plugins
    |> Seq.distinct
    |> Seq.groupBy _.Name
    |> Seq.map (fun (name, builds) ->
        name,
        builds
        |> Seq.map (fun build -> short build.Sha256)
        |> Seq.distinct
        |> Seq.sort
        |> List.ofSeq)
    |> Map.ofSeq

/// What the rows of a seed's sample came to, to the bit: equal numbers over thousands of rows show that the source gave equal ones.
let private sampleOf (record: RunRecord) =
    match record.Data with
    | null -> None
    | data ->
        match data.Sample with
        | null -> None
        | sample -> Some(record.Seed, (sample.Rows, sample.Gamma, sample.MedianLength, sample.LongestLength))

/// Whether the seeds that both have show that they saw the same rows, also from different builds of the source.
let haveEqualSamples (left: RunRecord list) (right: RunRecord list) =
    let mine, others =
        left |> List.choose sampleOf |> Map.ofList, right |> List.choose sampleOf |> Map.ofList

    let shared = mine.Keys |> Seq.filter others.ContainsKey |> List.ofSeq

    not shared.IsEmpty
    && shared |> List.forall (fun seed -> mine[seed] = others[seed])
