/// Whether the new build of a watched plugin is better than the one that it replaced, in one line.
module internal SparsePlugins.Reporting.NewBuild

open SparsePlugins.Headlines
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Headlines.Findings

let private oldName = "the old build"
let private newName = "the new build"

/// The runs of both builds of a variant as an experiment's own: the old build is its baseline.
let private runsOf setting isOnly (old: Variant, recent: Variant) =
    let place name (run: Run) =
        { run.Planned with
            Architecture = ""
            Initializer = name
            Reinitializer = "none"
            Replaced = null
            Setting = if isOnly then "" else $"{recent.Name} {setting}".TrimEnd()
        }

    List.map (place oldName) old.Runs @ List.map (place newName) recent.Runs

let private experimentOf (summary: Summary) (found: (string * (Variant * Variant)) list) : ExperimentRecord =
    { summary.Experiment with
        Baseline = oldName
        BaselineList = ComparedList.Initializers
        Settings = [||]
        Tuning = null
        Runs =
            found
            |> List.collect (fun (setting, pair) -> runsOf setting found.Tail.IsEmpty pair)
            |> Array.ofList
    }

/// `the new build is slower than the old build`; without the criterion.
let private claim (finding: Finding) =
    let clause word =
        $"{newName} is {word} than {oldName}", finding

    match finding.Result with
    | Won _ -> Some(clause (Clauses.better finding.Criterion))
    | Lost _ -> Some(clause (Clauses.worse finding.Criterion))
    | SuggestiveOnly _
    | Undecided _
    | TooFewSeeds
    | AllEqual
    | NoVerdict _ -> None

/// The verdict on one variant, and the first numbers behind it.
let private ofOne (summary: Summary) (section: Section) =
    match NothingCompared.reason summary.Experiment section with
    | Some text -> [ text ]
    | None ->
        let findings = Findings.ofSection summary.Experiment section

        let claims =
            match findings |> List.choose claim |> Clauses.grouped with
            | [] -> [ $"{newName} is not shown to differ from {oldName}" ]
            | some -> some

        let evidence =
            findings
            |> List.sortBy (claim >> Option.isNone)
            |> List.tryPick (Evidence.line summary.Experiment section summary.Comparisons)

        (String.concat "; " (claims @ LesserFindings.clauses findings) + ".")
        :: Option.toList evidence

/// The verdict over all criteria, corrected for all that is asked of the builds alone; with the first numbers where one variant was rebuilt.
let line (summary: Summary) =
    let found =
        summary.Sections
        |> List.collect (fun section -> Builds.pairs section |> List.map (fun pair -> section.Setting, pair))

    match found with
    | [] -> None
    | _ ->
        let experiment = experimentOf summary found

        let builds = Analysis.summarize experiment (Array.ofList summary.Records)

        match found, builds.Sections with
        | [ _, (_, recent) ], [ section ] -> Some $"""{recent.Name}: {ofOne builds section |> String.concat " "}"""
        | _ -> Some $"{found.Length} rebuilt variants: {(Headline.ofSummary builds).Head}"
