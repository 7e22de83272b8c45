/// What the report says, in the order in which it says it.
module internal SparsePlugins.Reporting.ReportDocument

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Reporting.Document
open SparsePlugins.Reporting.Figures

let private warnings (summary: Summary) =
    match Warnings.ofSummary summary with
    | [] -> []
    | texts -> [ Warnings texts ]

let private caption =
    "A run that stopped keeps its last value in the mean, so every point is a mean over the same seeds; a line ends where "
    + "its last seed ended. Between evaluations lines are straight; an initial value far above the rest is cut off. Failed and diverged runs are not drawn."

/// The figures with a threshold lead; the others stand at their table.
let private body level experiment prefix (section: Section, figures) =
    let leading, others =
        figures |> List.partition (fun figure -> not figure.Plot.Thresholds.IsEmpty)

    List.map (picture section) leading
    @ (if List.isEmpty figures then [] else [ Caption caption ])
    @ List.map Picture (ForestFigures.ofSection prefix experiment section)
    @ List.map Picture (SweepFigures.ofSection prefix section)
    @ ThresholdPart.blocks level section
    @ MeasurementPart.measurements level section others
    @ MeasurementPart.deciles level prefix section
    @ MeasurementPart.revivals level section
    @ MeasurementPart.further section
    @ MeasurementPart.schedules level section others

let private sections (summary: Summary) figures =
    match List.zip summary.Sections figures with
    | [ only ] -> body 2 summary.Experiment "" only
    | several ->
        several
        |> List.mapi (fun index (section, figures) ->
            Heading(2, $"Setting: {section.Setting}")
            :: Answer(Headline.ofSection summary section)
            :: body 3 summary.Experiment (FigureNames.prefix summary index) (section, figures))
        |> List.concat

let private methods (summary: Summary) =
    [ Heading(2, "Method"); Bullets(Method.texts summary) ]

let private manifest (experiment: ExperimentRecord) =
    if experiment.Manifest = "" then
        []
    else
        [ Details("Manifest", "yaml", experiment.Manifest) ]

/// The document, with further blocks after its warnings and the figures of every section in the order of the sections.
let composeWith further (summary: Summary) figures =
    [
        Heading(1, summary.Experiment.Name)
        Answer(Headline.ofSummary summary)
    ]
    @ OverviewFigures.ofSummary summary
    @ [ Header.facts summary ]
    @ warnings summary
    @ further
    @ sections summary figures
    @ ScalingPart.blocks summary
    @ TuningPart.blocks summary
    @ methods summary
    @ Legend.blocks summary
    @ manifest summary.Experiment

/// The document, with the figures of every section.
let compose (summary: Summary) figures =
    composeWith (Builds.blocks summary) summary figures
