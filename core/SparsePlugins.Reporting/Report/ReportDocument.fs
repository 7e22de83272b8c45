/// What the report says, in the order in which it says it.
module internal SparsePlugins.Reporting.ReportDocument

open SparsePlugins.Reporting.Document
open SparsePlugins.Reporting.Summary
open SparsePlugins.Reporting.Figures

let private headline (summary: Summary) =
    match summary.Sections with
    | [] -> Paragraph [ Plain "This experiment has no runs." ]
    | sections ->
        Answers
            [
                for section in sections -> section.Setting, Headline.ofSection summary.Experiment section
            ]

let private warnings (summary: Summary) =
    match Warnings.ofSummary summary with
    | [] -> []
    | texts -> [ Warnings texts ]

let private caption =
    "A run that stopped keeps its last value in the mean, so every point is a mean over the same seeds; a line ends where "
    + "its last seed ended. Between evaluations lines are straight; a start far above the rest is cut off. Failed and diverged runs are not drawn."

let private picture section figure =
    Picture
        {
            Path = figure.Path
            Title = figure.Plot.Title
            Drawing = Curves(section.Setting, figure.Measurement, figure.Plot)
        }

let private grid section measurement =
    let records = section.Members |> List.collect _.Records

    match Analysis.gridOf measurement records with
    | None -> []
    | Some gap ->
        let every = Numbers.counted (int gap) "step"

        [
            Paragraph
                [
                    Plain
                        $"{measurement} was measured every {every}, so a crossing is known to that; {batches records}."
                ]
        ]

let private thresholds level section =
    section.Thresholds
    |> List.collect (fun table ->
        Heading(level, $"Steps to {thresholdText table.Threshold}")
        :: Tables.threshold section.HasBaseline table
        :: grid section table.Threshold.Measurement)

let private measurements level section figures =
    section.Measurements
    |> List.filter (fun table -> (decileOf table.Measurement).IsNone)
    |> List.collect (fun table ->
        let drawn =
            figures |> List.filter (fun figure -> figure.Measurement = table.Measurement)

        Heading(level, table.Measurement) :: List.map (picture section) drawn
        @ [ Tables.measurement section.HasBaseline table ])

let private deciles level section =
    section.Measurements
    |> List.choose (fun table -> decileOf table.Measurement |> Option.map (fun (family, k) -> family, (k, table)))
    |> List.groupBy fst
    |> List.collect (fun (family, tables) ->
        [
            Heading(level, $"{family} by decile of firing probability, at the end")
            Tables.deciles (List.map snd tables)
            Paragraph
                [
                    Plain "Means over seeds; decile 1 holds the true features that fire least often."
                ]
        ])

/// The figures with a threshold lead; the others stand at their table.
let private body level (section, figures) =
    let leading, others =
        figures |> List.partition (fun figure -> not figure.Plot.Thresholds.IsEmpty)

    List.map (picture section) leading
    @ (if List.isEmpty figures then [] else [ Caption caption ])
    @ thresholds level section
    @ measurements level section others
    @ deciles level section

let private sections (summary: Summary) figures =
    match List.zip summary.Sections figures with
    | [ only ] -> body 2 only
    | several ->
        several
        |> List.collect (fun (section, figures) ->
            Heading(2, $"Setting: {section.Setting}") :: body 3 (section, figures))

let private methods (summary: Summary) =
    let count = Analysis.comparisons summary
    let chance = Numbers.fixedTo 1 (float count / 20.0)

    [
        Heading(2, "Method")
        Bullets(
            List.map
                sentence
                [
                    "Values are means over seeds with 95 % intervals of Student's t, at step 0 and at the last evaluated step of each "
                    + "run; failed and diverged runs have no end. Differences are paired by seed: both runs of a pair saw the same "
                    + "batches and the same initialization sample. A verdict is given where the interval excludes zero."
                    if summary.Records |> List.exists (fun record -> record.Outcome = Stopped) then
                        "Runs stopped when they met the manifest's `stop_when`, so their ends lie at different steps."
                    "Steps to a threshold are the first evaluated step that crosses it. A run that ended before is censored: it is counted, "
                    + "never averaged, and no difference is given where a pair holds one. \"Earlier in\" counts the pairs in which "
                    + "the member got there first."
                    $"""This report makes {Numbers.counted count "paired comparison"} with an interval, without correction for their number: """
                    + $"if nothing differed, about {chance} would exclude zero by chance."
                ]
        )
    ]

let private legend (summary: Summary) =
    let tables =
        summary.Sections
        |> List.collect _.Measurements
        |> List.distinctBy (fun table -> table.Measurement)

    let entries =
        tables
        |> List.map (fun table ->
            match decileOf table.Measurement with
            | Some(family, _) -> $"{family}-decile", table
            | None -> table.Measurement, table)
        |> List.distinctBy fst

    if entries.IsEmpty then
        []
    else
        [
            Heading(2, "Measurements")
            Bullets
                [
                    for name, table in entries ->
                        let unit = if table.Unit = "" then "" else $" ({table.Unit})"

                        [ Strong name; Plain $"{unit}: " ]
                        @ sentence $"{Meaning.ofMeasurement name table.Better}."
                ]
        ]

/// The document, with the figures of every section in the order of the sections.
let compose (summary: Summary) figures =
    [ Heading(1, summary.Experiment.Name); headline summary; Header.facts summary ]
    @ warnings summary
    @ sections summary figures
    @ methods summary
    @ legend summary
    @ [ Details("Manifest", "yaml", summary.Experiment.Manifest) ]
