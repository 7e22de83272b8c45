/// The answer of one setting in at most four lines, or one for each clause of a long verdict, the verdict first; a difference is only claimed where the rule of the verdicts allows it.
module internal SparsePlugins.Headlines.SectionHeadline

open System
open SparsePlugins.Documents
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Headlines.Findings

/// What a clause begins with that is no name of a variant, which keeps its letters.
let private openings =
    [
        "no variant"
        "reached by"
        "no end"
        "all "
        "but "
        "inconclusive: "
        "suggestive only: "
    ]

let private capital (text: string) =
    if
        openings
        |> List.exists (fun opening -> text.StartsWith(opening, StringComparison.Ordinal))
    then
        string (Char.ToUpperInvariant text[0]) + text.Substring 1
    else
        text

/// `reached by no run: MMCS ≥ 0.98 and MMCS ≥ 0.99`
let private unreached (section: Section) =
    let undefined, missed =
        section.Thresholds
        |> List.filter (isReached >> not)
        |> List.partition _.IsUndefined

    [
        for title in undefined |> List.map _.Title |> List.distinct do
            $"{title} has no value in any run"
        if not missed.IsEmpty then
            $"reached by no run: {missed |> List.map thresholdTitle |> Clauses.listed}"
    ]

let private tooFew (section: Section) baseline =
    let seeds = section.Variants |> List.map _.Records.Length |> List.fold max 0

    (if seeds = 1 then
         "One seed is no comparison"
     else
         $"{seeds} seeds are too few for an interval")
    + $": no variant is shown to differ from {baseline}; use at least {SampleStatistics.LeastForInterval} seeds, better 5"

let private sentence parts =
    String.Join("; ", (parts: string list)) + "." |> capital

/// Characters up to which all clauses stand in one sentence; beyond, each has a line.
let private mostInOne = 500

let private sentences parts =
    let whole = sentence parts

    if whole.Length <= mostInOne then
        [ whole ]
    else
        parts |> List.map (fun part -> sentence [ part ])

/// The clauses of the verdict over all criteria.
let private verdict (experiment: ExperimentRecord) section findings =
    let others = LesserFindings.clauses findings @ unreached section

    match Claims.ofFindings experiment section findings with
    | _ when findings.IsEmpty ->
        unreached section
        @ [
            "no end is judged, as runs saw different data, ended after different training, were measured with other options, or nothing was measured that is better on one side"
        ]
    | [] when
        findings |> List.exists _.Result.IsTooFewSeeds
        && findings
           |> List.forall (fun finding -> not (finding.Result.IsUndecided || finding.Result.IsSuggestiveOnly))
        ->
        [ tooFew section experiment.Baseline ]
    | [] -> $"no variant is shown to differ from {experiment.Baseline}" :: others
    | claims -> claims @ others

let private rank (finding: Finding) =
    match finding.Result with
    | Won _ -> 0
    | Lost _ -> 1
    | SuggestiveOnly _ -> 2
    | Undecided _
    | TooFewSeeds
    | AllEqual
    | NoVerdict _ -> 3

/// Findings whose numbers are given, those that decide first; what is inconclusive where nothing else is there.
let private telling (findings: Finding list) =
    let said = findings |> List.filter (fun finding -> rank finding < 3)
    List.sortBy rank (if said.IsEmpty then findings else said)

/// Whether a variant may be compared with its baseline by a criterion, and so with those that may be, too.
let private isComparable experiment (section: Section) criterion (subject: Variant) =
    let measurement =
        match criterion with
        | Time table -> table.Threshold.Measurement
        | End table -> table.Measurement

    Variants.baselineOf experiment section.Variants subject
    |> Option.bind (Comparability.withheldBy measurement subject)
    |> Option.isNone

/// Whether a verdict of the report shows a variant to be worse: than its baseline, or as the baseline of one that is better.
let private isBeaten experiment (section: Section) (finding: Finding) (subject: Variant) =
    let words = wordsOf finding.Criterion

    finding.Judged
    |> List.exists (fun (standing, comparison) ->
        let weight = Verdicts.weight words comparison.Verdict

        weight = Verdicts.Bad && subject.IsSame standing.Variant
        || weight = Verdicts.Good
           && Variants.baselineOf experiment section.Variants standing.Variant
              |> Option.exists subject.IsSame)

/// Who may be first by the criterion whose numbers are given first.
let private first (summary: Summary) (section: Section) (findings: Finding list) =
    let sets =
        summary.Sections
        |> List.sumBy (fun section -> (Criteria.ofSection section).Length)

    match telling findings with
    | [] -> []
    | finding :: _ ->
        let title = Clauses.titleOf finding.Criterion

        let comparable =
            finding.Standings
            |> List.filter (fun standing -> isComparable summary.Experiment section finding.Criterion standing.Variant)

        let contenders =
            FirstPlace.contenders (sets, summary.Comparisons) section finding.Criterion comparable
            |> List.filter (isBeaten summary.Experiment section finding >> not)

        match contenders with
        | [] -> []
        | [ alone ] -> [ $"First by {title}: {alone.Name} alone." ]
        | several ->
            [
                $"Tied for first by {title}: {several |> List.map _.Name |> Clauses.listed}."
            ]

/// The verdict of one setting in one sentence, however long.
let whole (summary: Summary) (section: Section) =
    match NothingCompared.reason summary.Experiment section with
    | Some text -> text
    | None ->
        let findings = Findings.ofSection summary.Experiment section

        match Incomparable.sentences summary.Experiment section with
        | apart :: _ -> apart
        | [] -> verdict summary.Experiment section findings |> sentence

/// The lines of one setting, the verdict first.
let lines (summary: Summary) (section: Section) =
    match NothingCompared.reason summary.Experiment section with
    | Some text -> [ text ]
    | None ->
        let findings = Findings.ofSection summary.Experiment section

        let apart = Incomparable.sentences summary.Experiment section |> List.truncate 2

        let evidence =
            telling findings
            |> List.choose (Evidence.line summary.Experiment section summary.Comparisons)
            |> List.truncate (2 - apart.Length)

        let rest = first summary section findings @ Troubles.ofVariants section.Variants

        let isNothingJudged = findings |> List.forall _.Judged.IsEmpty

        apart
        @ [
            if apart.IsEmpty || not isNothingJudged then
                yield! verdict summary.Experiment section findings |> sentences
        ]
        @ evidence
        @ [
            if not rest.IsEmpty then
                String.Join(" ", rest)
        ]
