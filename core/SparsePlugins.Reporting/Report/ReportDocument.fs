/// What the report says, in the order in which it says it.
module internal SparsePlugins.Reporting.ReportDocument

open SparsePlugins.Drawings
open SparsePlugins.Headlines
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Documents.Document
open SparsePlugins.Drawings.Figures

let private warnings (summary: Summary) =
    match Warnings.ofSummary summary with
    | [] -> []
    | texts -> [ Warnings texts ]

/// Most letters of a warning on the first screen.
let private mostLetters = 160

/// That there are warnings, where an answer is read: they stand below the first figures.
let private warned (summary: Summary) =
    match Warnings.ofSummary summary with
    | [] -> []
    | first :: others ->
        let text =
            if first.Length <= mostLetters then
                first
            else
                first.Substring(0, mostLetters).TrimEnd() + "…"

        let count, which =
            if others.IsEmpty then
                "1 warning", ": "
            else
                $"{others.Length + 1} warnings", ", see below; the first: "

        [ Paragraph [ Strong count; Plain(which + text) ] ]

let private caption =
    "Runs that stopped early contribute their last value to later means, so every point averages the same seeds; a curve ends "
    + "with its last run. Curves are linear between evaluations; an initial value far above the rest is cut off. Failed and diverged runs are not drawn."

/// What a reader sees first: the figures with a threshold, those of differences and sweeps, and all results in a table.
let private lead (experiment: ExperimentRecord) prefix (section: Section, figures: Figure list) =
    let leading =
        figures |> List.filter (fun figure -> not figure.Plot.Thresholds.IsEmpty)

    List.map (picture section) leading
    @ (if List.isEmpty figures then [] else [ Caption caption ])
    @ List.map Picture (ForestFigures.ofSection prefix experiment section)
    @ List.map Picture (SweepFigures.ofSection prefix section)
    @ OverviewTable.blocks experiment (Ranking.apply section)

/// Everything in tables, ranked; the other figures stand at theirs.
let private body level experiment prefix (section: Section, figures: Figure list) =
    let others = figures |> List.filter _.Plot.Thresholds.IsEmpty
    let ranked = Ranking.apply section

    ThresholdPart.blocks level experiment ranked
    @ MeasurementPart.measurements level experiment ranked others
    @ MeasurementPart.deciles level prefix ranked
    @ DictionaryPart.blocks level prefix ranked
    @ MeasurementPart.revivals level ranked
    @ MeasurementPart.further ranked
    @ MeasurementPart.schedules level ranked others

/// Warnings stand below what is seen first: an answer and its figure fit on one screen.
let private sections (summary: Summary) figures =
    let experiment = summary.Experiment

    match List.zip summary.Sections figures with
    | [ only ] ->
        lead experiment "" only
        @ MeasuredPart.blocks summary
        @ warnings summary
        @ body 2 experiment "" only
    | several ->
        let full = Extent.full summary |> List.map _.Setting |> Set.ofList

        several
        |> List.mapi (fun index (section, figures) ->
            let prefix = FigureNames.prefix summary index

            Heading(2, $"Setting: {section.Setting}")
            :: Answer(Headline.ofSection summary section)
            :: (if full.Contains section.Setting then
                    lead experiment prefix (section, figures)
                    @ body 3 experiment prefix (section, figures)
                else
                    OverviewTable.blocks experiment (Ranking.apply section)))
        |> List.concat
        |> List.append
            [
                for text in Option.toList (Extent.sentence summary) -> Paragraph [ Plain text ]
            ]
        |> List.append (MeasuredPart.blocks summary @ warnings summary)

let private methods (summary: Summary) =
    if summary.Sections.IsEmpty then
        []
    else
        [ Heading(2, "Method"); Bullets(Method.texts summary) ]

let private manifest (experiment: ExperimentRecord) =
    if experiment.Manifest = "" then
        []
    else
        [ Details("Manifest", "yaml", experiment.Manifest) ]

/// The document, with further blocks after its headline and the figures of every section in the order of the sections.
let composeWith further (summary: Summary) figures =
    [
        Heading(1, summary.Experiment.Name)
        Answer(Headline.ofSummary summary)
        if not summary.Sections.IsEmpty then
            Header.setup summary (Setup.line summary)
            yield! warned summary
    ]
    @ OverviewFigures.ofSummary summary
    @ further
    @ sections summary figures
    @ AgreementPart.blocks summary
    @ ScalingPart.blocks summary
    @ TuningPart.blocks summary
    @ methods summary
    @ Legend.blocks summary
    @ Header.provenance summary
    @ manifest summary.Experiment

/// The document, with the figures of every section.
let compose (summary: Summary) figures =
    composeWith (Builds.blocks summary) summary figures
