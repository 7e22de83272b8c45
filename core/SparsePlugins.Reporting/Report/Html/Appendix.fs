/// What a page has room for and a Markdown report has not: environments, plugins and runs in full.
module internal SparsePlugins.Reporting.Appendix

open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Cells
open SparsePlugins.Reporting.Html

let private environment (environment: RunEnvironment) =
    [
        "SparsePlugins", environment.Version
        ".NET", environment.Dotnet
        "TorchSharp", environment.TorchSharp
        "libtorch", environment.LibTorch
        "Operating system", environment.Os
        "Processor", environment.Cpu
        "Vector width", $"{environment.VectorBits} bits"
        "Device", environment.Device
        "Threads of libtorch", string environment.Threads
        "Training step", environment.Step
        "Arithmetic", environment.Arithmetic
    ]

/// A column for every environment, which is one where all runs agree.
let private environments (summary: Summary) =
    let found =
        summary.Records
        |> List.countBy _.Environment
        |> List.sortBy (fst >> environment)

    let columns = found |> List.map (fst >> environment)

    let rows =
        [
            for index, (name, _) in List.indexed columns.Head do
                let values = [ for column in columns -> snd column[index] ]

                if List.exists ((<>) "") values then
                    Text name :: List.map Text values
        ]

    let header = "" :: [ for _, count in found -> Numbers.counted count "run" ]
    HtmlBlocks.details "Environment" [ HtmlTable.render Map.empty "Environment" header rows ]

let private plugins (summary: Summary) =
    let rows =
        summary.Records
        |> Seq.collect _.Plugins
        |> Seq.countBy id
        |> Seq.sortBy (fun (plugin, _) -> plugin.Name, plugin.Version, plugin.Sha256)
        |> Seq.map (fun (plugin, count) ->
            [
                Text plugin.Name
                Text plugin.Version
                Text plugin.Sha256
                Count(int64 count)
            ])
        |> List.ofSeq

    HtmlBlocks.details
        "Plugins"
        [
            HtmlTable.render Map.empty "Plugins" [ "assembly"; "version"; "SHA-256"; "runs" ] rows
        ]

let private ending (record: RunRecord) =
    match record.Outcome with
    | Completed -> "completed"
    | Stopped -> "stopped"
    | Diverged -> "diverged"
    | Failed -> "failed"

/// Measurements that are judged, which the table of runs shows at their ends.
let private judged (summary: Summary) =
    summary.Sections
    |> List.collect _.Measurements
    |> List.filter _.Facts.IsOwn
    |> List.map _.Facts
    |> List.distinctBy _.Name

let private decimalsOf (summary: Summary) (facts: MeasurementFacts) =
    summary.Records
    |> List.choose (curveOf facts.Name >> Option.map lastOf)
    |> Numbers.decimalsFor

let private ends columns (record: RunRecord) =
    [
        for facts: MeasurementFacts, decimals in columns do
            match curveOf facts.Name record with
            | Some curve when curve.Values.Count > 0 -> Number(lastOf curve, decimals, All)
            | Some _
            | None -> Absent
    ]

let private run several columns (section: Section) (subject: Variant) (run: Run) =
    let outcome =
        match run.Record with
        | Some record ->
            [
                Text(ending record)
                Count record.Steps
                Number(record.Timings.TrainingSeconds + record.Timings.EvaluationSeconds, 1, All)
                Count(int64 (Revivals.events record).Length)
                yield! ends columns record
            ]
        | None -> Text "no record yet" :: [ for _ in 1 .. 3 + List.length columns -> Absent ]

    [
        TableCells.name subject
        if several then
            Text section.Setting
        Count run.Planned.Seed
        yield! outcome
        Text run.Planned.Id
    ]

/// The last cell of a row that has a record leads to it: `runs/ID.json`, beside the page.
let rec private linked (ids: Set<string>) node =
    match node with
    | Tag("td", attributes, [ Words id ]) when ids.Contains id ->
        tag "td" attributes [ tag "a" [ "href", $"runs/{id}.json" ] [ Words id ] ]
    | Tag(name, attributes, children) -> tag name attributes (List.map (linked ids) children)
    | Words _
    | Verbatim _ -> node

/// Most rows of the table of runs.
let private mostRuns = 1000

let private runs keys (summary: Summary) =
    let several = summary.Sections.Length > 1
    let columns = [ for facts in judged summary -> facts, decimalsOf summary facts ]

    let header =
        [
            "variant"
            if several then
                "setting"
            "seed"
            "ended"
            "steps"
            "seconds"
            "revivals"
            for facts, _ in columns do
                facts.DirectedTitle
            "record"
        ]

    let rows =
        [
            for section in summary.Sections do
                for subject in (Ranking.apply section).Variants do
                    for one in subject.Runs -> run several columns section subject one
        ]

    let ids = summary.Records |> List.map _.Id |> Set.ofList

    let table =
        HtmlTable.renderMost
            (mostRuns, (fun _ -> false), "the first", "'sparse report DIR --format csv' has every curve of every run")
            keys
            "Runs"
            header
            rows
        |> linked ids

    let remark =
        "Seconds are of the run's own updates and measurements, by the clock; the data that runs of a seed share are not in them."

    HtmlBlocks.details
        $"""{Numbers.counted rows.Length "run"}"""
        [ table; tag "p" [ "class", "caption" ] [ Words remark ] ]

/// Folded away.
let render keys (summary: Summary) =
    [
        if not summary.Records.IsEmpty then
            environments summary
            plugins summary
        runs keys summary
    ]
