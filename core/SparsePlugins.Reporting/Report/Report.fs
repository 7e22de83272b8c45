namespace SparsePlugins.Reporting

open System.Collections.Generic
open SparsePlugins.Figures
open SparsePlugins.Records

/// A file of a report.
type ReportFile =
    {
        /// Relative to the report's folder, with `/`: `report.md`, `figures/mmcs.svg`.
        Path: string
        Content: string
    }

/// Reports from an experiment and its records. The same records, in any order, give the same bytes in any culture and time zone.
type Report =
    {
        /// `report.md` first, then its figures.
        Files: IReadOnlyList<ReportFile>
    }

    static member private Document(summary: Summary.Summary) =
        summary.Sections
        |> List.mapi (fun index section -> Figures.ofSection (Figures.prefix summary index) section)
        |> ReportDocument.compose summary

    /// The Markdown report and its figures. Runs without a record are named in it.
    static member Render(experiment: Experiment, records: IReadOnlyList<RunRecord>) : Report =
        let document = Report.Document(Analysis.summarize experiment records)

        let text =
            {
                Path = "report.md"
                Content = Markdown.render document
            }

        let drawings =
            [
                for picture in Document.pictures document ->
                    {
                        Path = picture.Path
                        Content = Svg.render (Document.drawn picture)
                    }
            ]

        {
            Files = Seq.toArray (text :: drawings)
        }

    /// `report.html` alone: the same report as one page that opens offline, with curves to explore.
    static member Html(experiment: Experiment, records: IReadOnlyList<RunRecord>) : Report =
        Report.Html(experiment, records, isWatched = false)

    /// The same; a page that is watched is loaded again every few seconds, for as long as it says so.
    static member Html(experiment: Experiment, records: IReadOnlyList<RunRecord>, isWatched: bool) : Report =
        let summary = Analysis.summarize experiment records

        let page =
            {
                Path = "report.html"
                Content = HtmlReport.render isWatched summary (Report.Document summary)
            }

        { Files = [| page |] }

    /// `run,cohort,seed,initializer,reinitializer,step,samples,metric,value,setting`, and `architecture` where the manifest lists some; a line
    /// for every point of every curve.
    static member Csv(experiment: Experiment, records: IReadOnlyList<RunRecord>) : string =
        Csv.render (Analysis.summarize experiment records)

    /// The numbers of the Markdown tables, with the paired differences, their intervals and the censored runs.
    static member Json(experiment: Experiment, records: IReadOnlyList<RunRecord>) : string =
        SummaryJson.render (Analysis.summarize experiment records)
