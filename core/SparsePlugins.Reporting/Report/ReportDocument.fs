/// What the report says, in the order in which it says it.
module internal SparsePlugins.Reporting.ReportDocument

open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Document
open SparsePlugins.Reporting.Summary
open SparsePlugins.Reporting.Figures

let private headline (summary: Summary) =
    match summary.Sections with
    | [] -> Paragraph [ Plain "This experiment has no runs." ]
    | sections ->
        Answers
            [
                for section in sections -> section.Setting, Headline.ofSection summary section
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
                        $"{measurement} was measured every {every}, so a crossing is known to that; intervals hold both ends. {batches records}."
                ]
        ]

let private fold summary blocks =
    match blocks with
    | [] -> []
    | blocks -> [ Folded(summary, blocks) ]

let private evidence table =
    ThresholdTables.evidence table
    |> fold "Bootstrap intervals, p-values, and the seeds that 5 % would need"

let private unreached section (table: ThresholdTable) =
    let steps = table.Rows |> List.map _.LastUnreached |> List.fold max 0L

    if table.IsUndefined then
        $"{table.Threshold.Measurement} is undefined: it has no value in any run."
    elif section.Members |> List.forall _.Records.IsEmpty then
        "No run has finished yet."
    elif table.Rows |> List.forall (fun row -> row.Total = 0) then
        "Every run failed before it could reach it."
    else
        $"No run reached it in {Numbers.whole steps} steps."

let private withheldText (reason: Withheld) =
    match reason with
    | StoppedByAnother ->
        "no verdict, since runs stopped for another threshold before they reached this one: the best runs are cut then, and times up to there say little"
    | NothingSeen -> "no verdict, since a run was measured before its first update only"
    | BudgetsDiffer -> "no verdict, since the budgets differ"
    | NeitherReached -> "no verdict, since neither it nor its baseline reached the threshold in any run"

let private named (rows: ThresholdRow list) =
    rows |> List.map _.Member.Name |> String.concat ", "

/// What a reader must know of the verdicts.
let private remarks (table: ThresholdTable) =
    let withheld =
        table.Rows
        |> List.choose (fun row -> row.Withheld |> Option.map (fun reason -> reason, row))
        |> List.groupBy fst
        |> List.map (fun (reason, found) -> [ Plain $"{found |> List.map snd |> named}: {withheldText reason}." ])

    let limited isLimited =
        table.Rows |> List.filter (fun row -> row.Comparison |> Option.exists isLimited)

    let coinciding = limited _.PairsCoincide

    let hidden =
        limited (fun comparison -> comparison.IsLimitedByGrid && not comparison.PairsCoincide)

    let measureMore text =
        [
            Plain $"{text}; measure more often (a smaller "
            Code "evaluation.every"
            Plain ")."
        ]

    [
        yield! withheld
        if not coinciding.IsEmpty then
            measureMore
                $"{named coinciding}: all pairs coincide on the grid of evaluations, which is too coarse to see how they vary"
        if not hidden.IsEmpty then
            measureMore
                $"{named hidden}: the difference as measured is no larger than what the grid of evaluations leaves open"
    ]

let private thresholds level section =
    section.Thresholds
    |> List.collect (fun table ->
        Heading(level, $"Steps to {thresholdText table.Threshold}")
        :: (if isReached table then
                ThresholdTables.main section.HasBaseline table
                :: List.map Paragraph (remarks table)
                @ evidence table
            else
                [ Paragraph [ Plain(unreached section table) ] ])
        @ grid section table.Threshold.Measurement)

let private measurements level section figures =
    section.Measurements
    |> List.filter _.IsPrimary
    |> List.collect (fun table ->
        let drawn =
            figures
            |> List.filter (fun (figure: Figure) -> figure.Measurement = table.Measurement)

        Heading(level, table.Facts.Title) :: List.map (picture section) drawn
        @ [ MeasurementTables.main section.HasBaseline table ])

/// What metrics measure besides their own, without the deciles, which have a table of their own.
let private further section =
    section.Measurements
    |> List.filter (fun table -> not table.IsPrimary && not table.Facts.ReportedAs.IsDecile)
    |> List.collect (fun table ->
        [
            Paragraph [ Strong table.Facts.Title ]
            MeasurementTables.main section.HasBaseline table
        ])
    |> fold "Further measurements"

let private decileTimes (table: DecileTable) =
    let bound = Numbers.exact table.Bound

    if
        table.Rows
        |> List.exists (fun row -> row.Times |> List.exists (fun (_, reached) -> reached > 0))
    then
        [
            OtherTables.decileTimes table
            Paragraph
                [
                    Plain
                        $"Means of the first step with {table.Family} >= {bound} in the decile; where some runs did not reach it, of times up to the last step that all of these made."
                ]
        ]
        |> fold $"Steps until a decile is at {table.Family} >= {bound}"
    else
        []

let private deciles level prefix section =
    section.Deciles
    |> List.collect (fun table ->
        Heading(level, $"{table.Family} by decile of firing probability, at the end")
        :: List.map Picture (DecileFigures.ofTable prefix section table)
        @ [
            OtherTables.deciles table
            Paragraph
                [
                    Plain "Means over seeds; decile 1 holds the true features that fire least often."
                ]
        ]
        @ decileTimes table)

let private revivals level section =
    match section.Revivals with
    | [] -> []
    | rows ->
        [
            Heading(level, "Revived features")
            OtherTables.revivals rows
            Paragraph
                [
                    Plain
                        "An event gives new weights to all features that are dead at that step; a feature that is revived twice counts twice."
                ]
        ]

/// The figures with a threshold lead; the others stand at their table.
let private body level experiment prefix (section, figures) =
    let leading, others =
        figures |> List.partition (fun figure -> not figure.Plot.Thresholds.IsEmpty)

    List.map (picture section) leading
    @ (if List.isEmpty figures then [] else [ Caption caption ])
    @ List.map Picture (ForestFigures.ofSection prefix experiment section)
    @ List.map Picture (SweepFigures.ofSection prefix section)
    @ thresholds level section
    @ measurements level section others
    @ deciles level prefix section
    @ revivals level section
    @ further section

let private sections (summary: Summary) figures =
    match List.zip summary.Sections figures with
    | [ only ] -> body 2 summary.Experiment "" only
    | several ->
        several
        |> List.mapi (fun index (section, figures) ->
            Heading(2, $"Setting: {section.Setting}")
            :: body 3 summary.Experiment (Figures.prefix summary index) (section, figures))
        |> List.concat

let private scalings (summary: Summary) =
    let one index (scaling: Scaling) =
        List.map Picture (ScalingFigures.ofScaling index scaling)
        @ [
            Paragraph
                [
                    Strong(scaling.Quantity + (if scaling.Where = "" then "" else $", {scaling.Where}"))
                ]
            OtherTables.scaling scaling
        ]

    match summary.Scalings with
    | [] -> []
    | scalings ->
        Heading(2, "Scaling") :: (scalings |> List.mapi one |> List.concat)
        @ [
            Paragraph
                [
                    Plain
                        "The exponent is the slope of log(result) over log(size), fitted by least squares for every seed that has a result at every size; mean over these seeds with the 95 % interval of Student's t. Runs that never reached a threshold, or were there before training, have no result."
                ]
        ]

let private methods (summary: Summary) =
    [ Heading(2, "Method"); Bullets(Method.texts summary) ]

/// `MMCS (mmcs): mean over ...`; what has no display name stands under its own.
let private meaning (facts: MeasurementFacts) =
    let name, title =
        match facts.ReportedAs with
        | ReportedAs.Decile(series, _) -> series, series
        | ReportedAs.DeadFeatures
        | ReportedAs.Plain -> facts.Name, facts.Title

    let unit = if facts.Unit = "" then "" else $" ({facts.Unit})"

    [
        Strong title
        if title <> name then
            yield! [ Plain " ("; Code name; Plain ")" ]
        Plain $"{unit}: "
    ]
    @ Meaning.ofMeasurement facts

let private legend (summary: Summary) =
    let entries =
        summary.Sections
        |> List.collect _.Measurements
        |> List.map _.Facts
        |> List.distinctBy (fun facts ->
            match facts.ReportedAs with
            | ReportedAs.Decile(series, _) -> series
            | ReportedAs.DeadFeatures
            | ReportedAs.Plain -> facts.Name)

    match entries with
    | [] -> []
    | entries -> [ Heading(2, "Measurements"); Bullets(List.map meaning entries) ]

let private manifest (experiment: Experiment) =
    if experiment.Manifest = "" then
        []
    else
        [ Details("Manifest", "yaml", experiment.Manifest) ]

/// The document, with further blocks after its warnings and the figures of every section in the order of the sections.
let composeWith further (summary: Summary) figures =
    [ Heading(1, summary.Experiment.Name); headline summary; Header.facts summary ]
    @ warnings summary
    @ further
    @ sections summary figures
    @ scalings summary
    @ methods summary
    @ legend summary
    @ manifest summary.Experiment

/// The document, with the figures of every section.
let compose summary figures =
    composeWith (Builds.blocks summary) summary figures
