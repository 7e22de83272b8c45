/// Old builds against the new ones that replaced them while a sweep was watched.
module internal SparsePlugins.Reporting.Builds

open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Document

/// What the manifest calls a variant, whatever built it.
let private entries (subject: Variant) =
    let run = (List.head subject.Runs).Planned
    ComparedList.All |> List.map run.EntryIn

/// Old variants with the new ones that took their place.
let pairs (section: Section) =
    section.Variants
    |> List.filter _.IsOldBuild
    |> List.choose (fun old ->
        section.Variants
        |> List.tryFind (fun other -> not other.IsOldBuild && entries other = entries old)
        |> Option.map (fun recent -> old, recent))

let private shasOf (subject: Variant) =
    subject.Records
    |> Seq.collect _.Plugins
    |> Seq.map (fun plugin -> plugin.Name, plugin.Sha256)
    |> Map.ofSeq

let private replaced (old: Variant, recent: Variant) =
    let now = shasOf recent

    [
        for KeyValue(name, sha) in shasOf old do
            match Map.tryFind name now with
            | Some other when other <> sha -> name, sha, other
            | _ -> ()
    ]

let private short (sha: string) = sha.Substring(0, min 7 sha.Length)

let private change (name, old, recent) =
    [
        Strong name
        Plain ": "
        Code(short old)
        Plain " was replaced by "
        Code(short recent)
    ]

let private rows (section: Section) (old: Variant, recent: Variant) =
    [
        for table in section.Measurements |> List.filter _.IsPrimary do
            let before, after =
                Ends.values table.Measurement old, Ends.values table.Measurement recent

            {
                Name = recent.Name
                Measurement = table.Facts.DirectedTitle
                Old = SampleStatistics.Estimate(before |> Map.values |> Seq.toArray)
                New = SampleStatistics.Estimate(after |> Map.values |> Seq.toArray)
                Difference = SampleStatistics.Estimate(SampleStatistics.PairedDifferences(after, before))
            }
            : MeasurementTables.BuildRow
    ]

let private ofSection (section: Section) =
    match pairs section with
    | [] -> []
    | found ->
        (if section.Setting = "" then
             []
         else
             [ Paragraph [ Strong section.Setting ] ])
        @ [ found |> List.collect (rows section) |> MeasurementTables.builds ]

/// What was replaced, and what that changed; nothing in an experiment without old builds.
let blocks (summary: Summary) =
    match summary.Sections |> List.collect pairs with
    | [] -> []
    | found ->
        [
            Heading(2, "Builds")
            Bullets(found |> List.collect replaced |> List.distinct |> List.map change)
            Paragraph
                [
                    Plain
                        "Finished runs of the build before stay as a variant of their own, on the same seeds. Means at the end; the difference is new minus old over the seeds that both finished, with the 95 % interval of Student's t. Old builds take no part in the correction for the number of comparisons."
                ]
        ]
        @ List.collect ofSection summary.Sections
