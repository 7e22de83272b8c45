/// The report as Markdown.
module internal SparsePlugins.Reporting.MarkdownReport

open SparsePlugins.Reporting.Summary
open SparsePlugins.Reporting.Figures

let private headline (summary: Summary) =
    let answer section =
        Markdown.escape (Headline.ofSection summary section)

    match summary.Sections with
    | [] -> Markdown.paragraph "This experiment has no runs."
    | [ only ] -> Markdown.paragraph $"**{answer only}**"
    | sections ->
        Markdown.bullets
            [
                for section in sections -> $"{Markdown.escape section.Setting}: **{answer section}**"
            ]

let private warnings (summary: Summary) =
    match Warnings.ofSummary summary with
    | [] -> []
    | texts ->
        Markdown.heading 2 "Warnings"
        @ Markdown.bullets (List.map Markdown.escape texts)

let private caption =
    "*A run that stopped keeps its last value in the mean, so every point is a mean over the same seeds; a line ends where "
    + "its last seed ended. Between evaluations lines are straight; a start far above the rest is cut off. Failed and diverged runs are not drawn.*"

let private image figure =
    Markdown.image figure.Plot.Title figure.Path

let private grid section measurement =
    let records = section.Members |> List.collect _.Records

    match Analysis.gridOf measurement records with
    | None -> []
    | Some gap ->
        let every = Numbers.counted (int gap) "step"

        Markdown.paragraph
            $"{Markdown.escape measurement} was measured every {every}, so a crossing is known to that; {batches records}."

let private details summary lines =
    match lines with
    | [] -> []
    | lines ->
        [ "<details>"; $"<summary>{summary}</summary>"; "" ]
        @ lines
        @ [ "</details>"; "" ]

let private evidence table =
    Tables.evidence table
    |> details "Bootstrap intervals, p-values, and the seeds that 5 % would need"

let private thresholds level section =
    section.Thresholds
    |> List.collect (fun table ->
        Markdown.heading level $"Steps to {thresholdText table.Threshold}"
        @ Tables.threshold section.HasBaseline table
        @ evidence table
        @ grid section table.Threshold.Measurement)

let private measurementTables level section figures (tables: MeasurementTable list) =
    tables
    |> List.filter (fun (table: MeasurementTable) -> (decileOf table.Measurement).IsNone)
    |> List.collect (fun table ->
        let drawn =
            figures
            |> List.filter (fun (figure: Figure) -> figure.Measurement = table.Measurement)

        Markdown.heading level table.Measurement
        @ List.collect image drawn
        @ Tables.measurement section.HasBaseline table)

let private measurements level section figures =
    section.Measurements
    |> List.filter _.IsPrimary
    |> measurementTables level section figures

let private further level section figures =
    section.Measurements
    |> List.filter (fun table -> not table.IsPrimary)
    |> measurementTables level section figures
    |> details "Further measurements"

let private deciles level section =
    section.Deciles
    |> List.collect (fun table ->
        Markdown.heading level $"{table.Family} by decile of firing probability, at the end"
        @ Tables.deciles table
        @ Markdown.paragraph "Means over seeds; decile 1 holds the true features that fire least often.")

/// The figures with a threshold lead; the others stand at their table.
let private body level (section, figures) =
    let leading, others =
        figures |> List.partition (fun figure -> not figure.Plot.Thresholds.IsEmpty)

    List.collect image leading
    @ (if List.isEmpty figures then
           []
       else
           Markdown.paragraph caption)
    @ thresholds level section
    @ measurements level section others
    @ deciles level section
    @ further level section others

let private sections (summary: Summary) figures =
    match List.zip summary.Sections figures with
    | [ only ] -> body 2 only
    | several ->
        several
        |> List.collect (fun (section, figures) ->
            Markdown.heading 2 $"Setting: {section.Setting}" @ body 3 (section, figures))

let private methods (summary: Summary) =
    let hasCensored =
        summary.Sections
        |> List.collect _.Thresholds
        |> List.exists (fun table -> table.Censored > 0)

    let hasPoints =
        summary.Sections
        |> List.collect _.Thresholds
        |> List.collect _.Rows
        |> List.choose _.Comparison
        |> List.exists _.HasNoSpread

    Markdown.heading 2 "Method"
    @ Markdown.bullets
        [
            "Values are means over seeds with 95 % intervals of Student's t, at step 0 and at the last evaluated step of each "
            + "run; failed and diverged runs have no end. Differences are paired by seed: both runs of a pair saw the same "
            + "batches and the same initialization sample."
            "One rule for every verdict: a member is called faster or slower, better or worse, only where both 95 % intervals of its mean "
            + "paired difference, Student's t and the BCa bootstrap (10,000 resamples), exclude zero, and the p-value of the paired t test stays below 0.05 "
            + "after Holm's correction. Where only the intervals exclude zero the verdict adds \"not after correction\"."
            $"""The correction is over all {Numbers.counted summary.Comparisons "comparison"} of this report that have a verdict: every threshold, and the end of every metric's """
            + "own measurement that has a better side; starts, further measurements and the training loss have none."
            if summary.Records |> List.exists (fun record -> record.Outcome = Stopped) then
                "Runs stopped when they met the manifest's `stop_when`, so their ends lie at different steps."
            "Steps to a threshold are the first evaluated step that crosses it. \"Earlier in\" counts the pairs in which "
            + "the member got there first. Medians and their intervals are those of Kaplan and Meier, with log(-log) bands (Brookmeyer and Crowley); "
            + "an upper bound that is missing needs more seeds."
            if hasCensored then
                "A run that ended before a threshold is censored: it is counted, and means are restricted. Every time is taken up to a horizon, the last "
                + "step that every run without the threshold had made, and a run that hadn't got there by then counts with the horizon itself (restricted "
                + "mean). Differences, intervals and p-values are of these times; the log-rank test, which knows no pairs, uses the whole of each run."
            if hasPoints then
                "Where all pairs differ by the same amount there is no noise to go by: the intervals are points, and p is that of the sign test, 2 / 2^n for n seeds."
            "\"Seeds to show 5 %\" is how many seeds the noise of that comparison needs for an 80 % chance to show a difference of 5 % of the "
            + "baseline's mean, at p < 0.05, uncorrected."
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
        Markdown.heading 2 "Measurements"
        @ Markdown.bullets
            [
                for name, table in entries ->
                    let unit =
                        if table.Unit = "" then
                            ""
                        else
                            $" ({Markdown.escape table.Unit})"

                    $"**{Markdown.escape name}**{unit}: {Meaning.ofMeasurement name table.Better}."
            ]

let private manifest (experiment: Experiment) =
    [ "<details>"; "<summary>Manifest</summary>"; "" ]
    @ Markdown.code "yaml" experiment.Manifest
    @ [ "</details>" ]

/// The text, with the figures of every section in the order of the sections.
let render (summary: Summary) figures =
    let lines =
        Markdown.heading 1 summary.Experiment.Name
        @ headline summary
        @ Header.lines summary
        @ warnings summary
        @ sections summary figures
        @ methods summary
        @ legend summary
        @ manifest summary.Experiment

    String.concat "\n" lines + "\n"
