namespace SparsePlugins.Reporting

open SparsePlugins.Documents
open SparsePlugins.Drawings
open System.Collections.Generic
open System.Text.Json
open SparsePlugins.Headlines
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Tables

/// A report: the statistics of an experiment's records, computed once. Every format is written from it. The same records, in any order, give the
/// same bytes in any culture and time zone.
[<NoComparison; NoEquality>]
type Report =
    internal
        {
            Summary: Summary
            Document: Lazy<Document.Block list>
            /// The runs of the tidy table, and the experiment that places them.
            Tidy: ExperimentRecord * Run list
            /// What JSON holds besides the summary.
            FurtherJson: Utf8JsonWriter -> unit
            IsWatched: bool
        }

    /// From an experiment and its records. Runs without a record are named in it.
    static member Make(experiment: ExperimentRecord, records: IReadOnlyList<RunRecord>) : Report =
        Report.Make(experiment, records, null)

    /// The same, with how far the dictionaries of seeds agree, where they were compared.
    static member Make
        (experiment: ExperimentRecord, records: IReadOnlyList<RunRecord>, agreement: AgreementRecord | null)
        : Report =
        let agreements =
            agreement
            |> Option.ofObj
            |> Option.map (fun agreement -> Agreements.find experiment agreement records)

        let summary =
            { Analysis.summarize experiment records with
                Agreements = agreements
            }

        {
            Summary = summary
            Document =
                lazy
                    (summary.Sections
                     |> List.mapi (fun index section -> Figures.ofSection (FigureNames.prefix summary index) section)
                     |> ReportDocument.compose summary)
            Tidy = experiment, summary.Runs @ (summary.Dictionaries |> List.collect _.Runs)
            FurtherJson = ignore
            IsWatched = false
        }

    /// The answer in at most four lines, the verdict first: what opens every format.
    member report.Headline: IReadOnlyList<string> =
        Headline.ofSummary report.Summary |> Array.ofList :> _

    /// Whether the new build of a watched plugin is better than the one that it replaced, in one line; the verdict of the report where none was replaced.
    member report.RoundAnswer: string =
        NewBuild.line report.Summary
        |> Option.defaultWith (fun () -> (Headline.ofSummary report.Summary).Head)

    /// The headline and a table of the variants, ranked, for a terminal of so many columns.
    member report.Result(width: int) : IReadOnlyList<string> =
        TerminalResult.lines (max 40 width) report.Summary |> Array.ofList :> _

    /// What a paper takes from the report, as paths below its folder and contents: figures, tables, captions and a bibliography. `sources` are what
    /// components state as their source, by name.
    member report.Paper(sources: IReadOnlyDictionary<string, string>) : IReadOnlyList<struct (string * string)> =
        let sources = Map.ofSeq (sources |> Seq.map (fun entry -> entry.Key, entry.Value))

        [|
            for path, content in PaperPart.files report.Summary sources -> struct ($"paper/{path}", content)
        |]
        :> _

    /// Its curves and runs as files for other programs.
    member report.Data(format: DataFormat) : IReadOnlyList<DataFile> =
        format.Files(fst report.Tidy, Array.ofList (snd report.Tidy))

    /// The same report, whose page is loaded again every few seconds, for as long as it says so.
    member report.Watched() = { report with IsWatched = true }

/// A file of a report.
type ReportFile =
    {
        /// Relative to the report's folder, with `/`: `report.md`, `figures/mmcs.svg`.
        Path: string
        Content: string
    }

/// A way to write a report.
[<NoComparison; NoEquality>]
type ReportFormat =
    private
        {
            name: string
            says: string
            isPrinted: bool
            files: Report -> ReportFile list
        }

    /// `md`
    member format.Name = format.name

    /// What it writes, for the help: `report.md and figures/`.
    member format.Contents = format.says

    /// Whether it is one text that others read on, so that a command prints it and writes no file.
    member format.IsPrinted = format.isPrinted

    /// Its files, the one to open first.
    member format.Files(report: Report) : IReadOnlyList<ReportFile> =
        format.files report |> Array.ofList :> _

    static member private OneFile(path, render: Report -> string) =
        fun report -> [ { Path = path; Content = render report } ]

    static member private MarkdownFiles(report: Report) =
        let drawings =
            [
                for picture in Document.pictures report.Document.Value ->
                    {
                        Path = picture.Path
                        Content = Svg.render (Document.drawn picture)
                    }
            ]

        ReportFormat.OneFile ("report.md", _.Document.Value >> Markdown.render) report
        @ drawings

    /// `report.md` and its figures.
    static member Markdown =
        {
            name = "md"
            says = "report.md and figures/"
            isPrinted = false
            files = ReportFormat.MarkdownFiles
        }

    /// The same report as one page that opens offline, with curves to explore.
    static member Html =
        {
            name = "html"
            says = "report.html, one page that opens offline"
            isPrinted = false
            files =
                ReportFormat.OneFile(
                    "report.html",
                    fun report -> HtmlReport.render report.IsWatched report.Summary report.Document.Value
                )
        }

    /// `run,cohort,seed,initializer,reinitializer,step,samples,metric,value,setting`, and `architecture` where the manifest lists some; a line
    /// for every point of every curve.
    static member Csv =
        {
            name = "csv"
            says = "a line for every point of every curve"
            isPrinted = true
            files = ReportFormat.OneFile("report.csv", fun report -> report.Tidy ||> CurveTable.create |> Csv.render)
        }

    /// The numbers of the Markdown tables, with the paired differences, their intervals and the censored runs.
    static member Json =
        {
            name = "json"
            says = "the numbers of the tables"
            isPrinted = true
            files =
                ReportFormat.OneFile(
                    "report.json",
                    fun report -> SummaryJson.renderWith report.FurtherJson report.Summary
                )
        }

    /// Every format.
    static member All: IReadOnlyList<ReportFormat> =
        [|
            ReportFormat.Markdown
            ReportFormat.Html
            ReportFormat.Csv
            ReportFormat.Json
        |]
