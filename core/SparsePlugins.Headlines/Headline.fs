/// The answer of a report in a few lines, the verdict first.
module SparsePlugins.Headlines.Headline

open System
open SparsePlugins.Analysis

/// The lines of one setting.
let ofSection summary section = SectionHeadline.lines summary section

/// The lines that open a report.
let ofSummary (summary: Summary) =
    match summary.Sections with
    | [] when not summary.Dictionaries.IsEmpty ->
        match summary.Dictionaries |> List.distinctBy _.Name |> List.length with
        | 1 -> [ "1 dictionary was measured; nothing was trained." ]
        | count -> [ $"{count} dictionaries were measured; nothing was trained." ]
    | [] -> [ "This experiment has no runs." ]
    | [ only ] -> ofSection summary only
    | several when several.Length <= 3 ->
        [
            for section in several do
                $"{section.Setting}: {SectionHeadline.whole summary section}"
            match several |> List.collect _.Variants |> Troubles.ofVariants with
            | [] -> ()
            | troubles -> String.Join(" ", troubles)
        ]
    | _ -> SettingsHeadline.lines summary
