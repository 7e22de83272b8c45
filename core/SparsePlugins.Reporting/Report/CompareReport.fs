namespace SparsePlugins.Reporting

open SparsePlugins.Documents
open System.Collections.Generic
open System.Text.Json
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Documents.Document

module private CompareBlocks =
    let private pairs (summary: Summary) =
        match summary.Sections |> List.collect SpecDifferences.otherBatches with
        | [] -> []
        | others ->
            [
                Paragraph
                    [
                        Strong "Not the same data."
                        Plain
                            $" These variants share seeds with the baseline {summary.Experiment.Baseline}, and not the batches: they were given another task, or other training. Their values stand beside each other, and no verdict is given:"
                    ]
                Bullets
                    [
                        for name, keys in others -> [ Plain $"""{name}: other {String.concat ", " keys}""" ]
                    ]
            ]

    let private differences (entries: IReadOnlyList<ComparedExperiment>) =
        match SpecDifferences.find entries with
        | [] ->
            [
                Paragraph [ Plain "The resolved specs are the same, apart from the variants." ]
            ]
        | found ->
            [
                Table(
                    "key" :: [ for entry in entries -> entry.Name ],
                    [
                        for difference in found ->
                            [ for text in difference.Key :: difference.Values -> Cells.Text text ]
                    ]
                )
            ]

    let private irreproducible entries =
        match FolderRuns.irreproducible entries with
        | [] -> []
        | found ->
            [
                Paragraph
                    [
                        Strong "The same runs, other results."
                        Plain
                            " These runs have one id in several folders and differ in what was measured, so something in them is not reproducible, such as a plugin that draws from the global generator; each folder's own results are shown:"
                    ]
                Bullets
                    [
                        for run, folders in found -> [ Plain $"""{run}: {String.concat ", " folders}""" ]
                    ]
            ]

    /// What shows that folders of other builds saw the same data.
    let private shownEqual (summary: Summary) =
        [
            for section in summary.Sections do
                for subject in section.Variants do
                    match Variants.baselineOf summary.Experiment section.Variants subject with
                    | Some baseline when Comparability.areShownEqual baseline subject -> subject.Name
                    | Some _
                    | None -> ()
        ]
        |> function
            | [] -> []
            | _ ->
                [
                    $"Plugins are of other builds than those of {summary.Experiment.Baseline}; the samples of the seeds that both have are equal to the bit, so the data count as the same."
                ]

    let private isPicture block =
        match block with
        | Picture _
        | Gallery _ -> true
        | Heading _
        | Answer _
        | Warnings _
        | Paragraph _
        | Caption _
        | Bullets _
        | Facts _
        | Table _
        | Details _
        | Folded _ -> false

    /// The tables of a report, and what differs between the experiments.
    let document entries (summary: Summary) =
        let between =
            Heading(2, "What differs") :: differences entries
            @ irreproducible entries
            @ [ for text in shownEqual summary -> Paragraph [ Plain text ] ]
            @ pairs summary

        ReportDocument.composeWith between summary (summary.Sections |> List.map (fun _ -> []))
        |> List.filter (isPicture >> not)

    let private columnsOf (rows: string list list) =
        let widths = rows |> List.transpose |> List.map (List.map String.length >> List.max)

        rows
        |> List.map (fun row ->
            let cells =
                List.map2 (fun (text: string) (width: int) -> text.PadRight width) row widths

            ("  " + String.concat "  " cells).TrimEnd())

    /// What differs, in columns for a terminal.
    let lines (entries: IReadOnlyList<ComparedExperiment>) summary =
        [
            match SpecDifferences.find entries with
            | [] -> ()
            | found ->
                yield!
                    columnsOf (
                        ("what differs" :: [ for entry in entries -> entry.Name ])
                        :: [ for difference in found -> difference.Key :: difference.Values ]
                    )
            for run, folders in FolderRuns.irreproducible entries do
                $"""  {run}: one id and other results in {String.concat ", " folders}"""
            for text in shownEqual summary do
                $"  {text}"
        ]

    /// What differs, as JSON.
    let json entries (summary: Summary) (json: Utf8JsonWriter) =
        JsonText.objects json "differences" (SpecDifferences.find entries) (fun difference ->
            json.WriteString("key", difference.Key)

            for entry, value in Seq.zip entries difference.Values do
                json.WriteString(entry.Name, value))

        JsonText.objects json "same_runs_other_results" (FolderRuns.irreproducible entries) (fun (run, folders) ->
            json.WriteString("run", run)
            json.WriteString("folders", String.concat ", " folders))

        json.WriteStartArray "not_the_same_batches"

        for name, _ in summary.Sections |> List.collect SpecDifferences.otherBatches do
            json.WriteStringValue name

        json.WriteEndArray()

/// Several experiments side by side, from their records: every variant against one baseline, paired by seed where both have it.
[<AbstractClass; Sealed>]
type CompareReport =
    /// Raises ArgumentException where `baseline` names no variant or more than one; empty, it is the first experiment's own. In the tidy table
    /// the setting begins with `experiment=NAME`.
    static member Make(entries: IReadOnlyList<ComparedExperiment>, baseline: string) : Report =
        let apart = FolderRuns.apart entries
        let records = apart |> Seq.collect _.Records |> Seq.toArray

        let summary =
            Analysis.summarize (ComparedVariants.experiment apart baseline) records

        let tidy = ComparedVariants.tidy apart

        {
            Summary = summary
            Document = lazy (CompareBlocks.document entries summary)
            Tidy = tidy, Variants.runs tidy records
            FurtherJson = CompareBlocks.json entries summary
            IsWatched = false
        }

    /// What differs between the experiments, in columns for a terminal; empty where nothing does.
    static member Differences(entries: IReadOnlyList<ComparedExperiment>, report: Report) : IReadOnlyList<string> =
        CompareBlocks.lines entries report.Summary |> Array.ofList :> _
