/// Whether the new build of a watched plugin is better than the one that it replaced, in one line.
module internal SparsePlugins.Reporting.NewBuild

open SparsePlugins.Analysis
open SparsePlugins.Records

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

/// The headline has words for many variants; here is one.
let private ofOne (text: string) =
    text
        .Replace("No variant is shown to differ from", $"{newName} is not shown to differ from")
        .Replace("no variant is shown to differ from", $"{newName} is not shown to differ from")
        .Replace($"{oldName} is faster than {newName}", $"{newName} is slower than {oldName}")
        .Replace($"{oldName} is better than {newName}", $"{newName} is worse than {oldName}")

/// The verdict over all criteria, corrected for all that is asked of the builds alone; with the first numbers where one variant was rebuilt.
let line (summary: Summary) =
    let found =
        summary.Sections
        |> List.collect (fun section -> Builds.pairs section |> List.map (fun pair -> section.Setting, pair))

    match found with
    | [] -> None
    | _ ->
        let experiment = experimentOf summary found

        let lines =
            Analysis.summarize experiment (Array.ofList summary.Records)
            |> Headline.ofSummary

        match found with
        | [ _, (_, recent) ] -> Some $"""{recent.Name}: {lines |> List.truncate 2 |> String.concat " " |> ofOne}"""
        | _ -> Some $"{found.Length} rebuilt variants: {ofOne lines.Head}"
