/// What computed the records.
module internal SparsePlugins.Reporting.Header

open System
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Document

/// The values of a property; with the number of runs of each where they disagree.
let private agreed (records: RunRecord list) property =
    match records |> List.countBy property |> List.sortBy (fst >> string) with
    | [] -> "unknown"
    | [ value, _ ] -> value
    | values ->
        let parts =
            values
            |> List.map (fun (value, count) -> $"""{value} ({Numbers.counted count "run"})""")

        String.Join("; ", parts)

let private software (environment: RunEnvironment) =
    $"SparsePlugins {environment.Version}, .NET {environment.Dotnet}, TorchSharp {environment.TorchSharp}, "
    + $"libtorch {environment.LibTorch}"

let private machine (environment: RunEnvironment) =
    $"{environment.Cpu}, {environment.VectorBits}-bit vectors, {environment.Os}"

let private device (environment: RunEnvironment) =
    $"""{environment.Device}, {Numbers.counted environment.Threads "thread"} of libtorch, {environment.Step} step"""

/// Each version of each plugin once.
let private plugins (records: RunRecord list) =
    records
    |> Seq.collect _.Plugins
    |> Seq.distinct
    |> Seq.sortBy (fun plugin -> plugin.Name, plugin.Version, plugin.Sha256)
    |> List.ofSeq

/// Whether it is not a library of the platform that plugins bring along.
let private isOwn (plugin: PluginAssembly) =
    not (
        plugin.Name = "FSharp.Core"
        || plugin.Name.StartsWith("System.", StringComparison.Ordinal)
        || plugin.Name.StartsWith("Microsoft.", StringComparison.Ordinal)
    )

/// Without the commit of its build.
let private shortVersion (version: string) = version.Split('+')[0]

let private pluginText (plugin: PluginAssembly) =
    let short = plugin.Sha256.Substring(0, min 7 plugin.Sha256.Length)

    [
        Plain $"{plugin.Name} {shortVersion plugin.Version} ("
        Code short
        Plain ")"
    ]

let private separated parts =
    parts
    |> List.mapi (fun index part -> if index = 0 then part else Plain ", " :: part)
    |> List.concat

let private runs (summary: Summary) =
    let done', planned = summary.Records.Length, summary.Runs.Length
    let variants = summary.Sections |> List.sumBy _.Variants.Length

    let seeds = summary.Runs |> List.map _.Planned.Seed |> List.distinct |> List.length

    let axes =
        if summary.Sections.Length > 1 then
            $""" in {Numbers.counted summary.Sections.Length "setting"}"""
        else
            ""

    let failed =
        match
            summary.Records
            |> List.filter (fun record -> record.Outcome = Failed)
            |> List.length
        with
        | 0 -> ""
        | count -> $", of which {Numbers.whole (int64 count)} failed"

    $"""{done'} of {planned} runs{failed}: {Numbers.counted variants "variant"}{axes}, {Numbers.counted seeds "seed"}"""

let private tuned (summary: Summary) =
    match summary.Experiment.Tuning with
    | null -> []
    | tuning ->
        let keys = String.Join(" and ", tuning.Keys |> Seq.map _.Path)

        [
            $"{keys} chosen for each variant by {tuning.Goal}, on other seeds; see Tuned settings"
        ]

/// What was run, and how: the line below the headline.
let setup (summary: Summary) line =
    let tuned =
        [ for text in tuned summary -> $" Settings: {text}." ] |> String.concat ""

    let trained = if line = "" then "" else $" Setup: {line}."
    Paragraph [ Plain $"{runs summary}.{trained}{tuned}" ]

/// What computed the records.
let provenance (summary: Summary) =
    let said text = [ Plain text ]

    if summary.Records.IsEmpty then
        []
    else
        [
            Heading(2, "Provenance")
            Facts
                [
                    "Source", said (agreed summary.Records _.Source)

                    for activations in Option.toList (DataWarnings.activations summary) do
                        "Activations", said activations

                    "Software", said (agreed summary.Records (fun record -> software record.Environment))
                    "Machine", said (agreed summary.Records (fun record -> machine record.Environment))
                    "Device", said (agreed summary.Records (fun record -> device record.Environment))
                    "Plugins", separated (plugins summary.Records |> List.filter isOwn |> List.map pluginText)
                ]
        ]

/// What differs between the environments of the records.
let disagreements (summary: Summary) =
    let differs property =
        summary.Records |> List.map property |> List.distinct |> List.length > 1

    let pluginNames = plugins summary.Records |> List.countBy _.Name

    [
        if differs (fun record -> software record.Environment) then
            "software"
        if differs (fun record -> machine record.Environment) then
            "machine"
        if differs (fun record -> record.Environment.Device, record.Environment.Threads) then
            "device"
        if differs _.Environment.Step then
            "the step that computes updates"
        if differs _.Environment.Arithmetic then
            "arithmetic"
        for name, versions in pluginNames do
            if versions > 1 then
                $"plugin {name}"
    ]
