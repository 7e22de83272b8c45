/// The answer of a report in at most four lines, the verdict first.
module internal SparsePlugins.Reporting.Headline

open System
open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Findings

/// The lines of one setting.
let ofSection summary section = SectionHeadline.lines summary section

let private isWon (findings: Finding list) = findings |> List.exists _.Result.IsWon

let private isLost (findings: Finding list) = findings |> List.exists _.Result.IsLost

/// The variants that win, with the settings in which they do.
let private wins (several: (Section * Finding list) list) =
    let winnersOf (findings: Finding list) =
        findings
        |> List.collect (fun finding ->
            match finding.Result with
            | Won winners -> winners |> List.map (fun (standing, _) -> standing.Variant.Name)
            | Lost _
            | SuggestiveOnly _
            | Undecided _
            | TooFewSeeds
            | AllEqual
            | NoVerdict _ -> [])
        |> List.distinct

    several
    |> List.collect (snd >> winnersOf)
    |> List.countBy id
    |> List.sortBy (fun (_, count) -> -count)
    |> List.map (fun (name, count) -> $"""{name} ({Numbers.counted count "setting"})""")

/// The lines over several settings: where somebody wins, who, and what went wrong; every setting has lines of its own besides.
let private ofSettings (summary: Summary) =
    let several =
        summary.Sections
        |> List.map (fun section ->
            section,
            if (NothingCompared.reason summary.Experiment section).IsSome then
                []
            else
                Findings.ofSection summary.Experiment section)

    let count is =
        several |> List.filter (snd >> is) |> List.length

    let lostOnly findings = isLost findings && not (isWon findings)
    let baseline = summary.Experiment.Baseline

    [
        $"In {count isWon} of {several.Length} settings a variant is faster or better than {baseline}; "
        + $"in {count lostOnly} it is only slower or worse; "
        + $"{count (fun findings -> not (isWon findings || isLost findings))} decide nothing."
        match wins several with
        | [] -> ()
        | winners -> $"Faster or better: {Clauses.listed winners}."
        match summary.Sections |> List.collect _.Variants |> Troubles.ofVariants with
        | [] -> ()
        | troubles -> String.Join(" ", troubles)
    ]

/// The lines that open a report.
let ofSummary (summary: Summary) =
    match summary.Sections with
    | [] -> [ "This experiment has no runs." ]
    | [ only ] -> ofSection summary only
    | several when several.Length <= 3 ->
        [
            for section in several do
                $"{section.Setting}: {(ofSection summary section).Head}"
            match several |> List.collect _.Variants |> Troubles.ofVariants with
            | [] -> ()
            | troubles -> String.Join(" ", troubles)
        ]
    | _ -> ofSettings summary
