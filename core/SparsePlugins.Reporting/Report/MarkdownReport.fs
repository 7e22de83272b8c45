/// The report as Markdown.
module internal SparsePlugins.Reporting.MarkdownReport

open SparsePlugins.Reporting.Summary
open SparsePlugins.Reporting.Figures

let private headline (summary: Summary) =
    let answer section =
        Markdown.escape (Headline.ofSection summary.Experiment section)

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

let private thresholds level section =
    section.Thresholds
    |> List.collect (fun table ->
        Markdown.heading level $"Steps to {thresholdText table.Threshold}"
        @ Tables.threshold section.HasBaseline table
        @ grid section table.Threshold.Measurement)

let private measurements level section figures =
    section.Measurements
    |> List.filter (fun table -> (decileOf table.Measurement).IsNone)
    |> List.collect (fun table ->
        let drawn =
            figures |> List.filter (fun figure -> figure.Measurement = table.Measurement)

        Markdown.heading level table.Measurement
        @ List.collect image drawn
        @ Tables.measurement section.HasBaseline table)

let private deciles level section =
    section.Measurements
    |> List.choose (fun table -> decileOf table.Measurement |> Option.map (fun (family, k) -> family, (k, table)))
    |> List.groupBy fst
    |> List.collect (fun (family, tables) ->
        Markdown.heading level $"{family} by decile of firing probability, at the end"
        @ Tables.deciles (List.map snd tables)
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

let private sections (summary: Summary) figures =
    match List.zip summary.Sections figures with
    | [ only ] -> body 2 only
    | several ->
        several
        |> List.collect (fun (section, figures) ->
            Markdown.heading 2 $"Setting: {section.Setting}" @ body 3 (section, figures))

let private methods (summary: Summary) =
    let count = Analysis.comparisons summary
    let chance = Numbers.fixedTo 1 (float count / 20.0)

    Markdown.heading 2 "Method"
    @ Markdown.bullets
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
