/// The headline and the result of every setting as lines for a terminal.
module internal SparsePlugins.Reporting.TerminalResult

open System
open SparsePlugins.Headlines
open SparsePlugins.Analysis

/// Settings whose tables are shown; of more the headline alone.
let private mostSettings = 3

/// Words in lines of at most so many characters; those after the first are indented.
let private wrapped width (text: string) =
    let add (lines: string list) (word: string) =
        match lines with
        | last :: before when last.Length + 1 + word.Length <= width -> $"{last} {word}" :: before
        | lines -> (if lines.IsEmpty then word else "  " + word) :: lines

    text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
    |> Seq.fold add []
    |> List.rev

let private table (summary: Summary) width (section: Section) =
    match ResultTable.lines summary.Experiment width section with
    | [] -> []
    | lines ->
        [
            ""
            if section.Setting <> "" then
                section.Setting
        ]
        @ lines

/// For a terminal of so many columns.
let lines width (summary: Summary) =
    List.collect (wrapped width) (Headline.ofSummary summary)
    @ List.collect (wrapped width) (MeasuredPart.lines summary)
    @ (if summary.Sections.Length <= mostSettings then
           List.collect (table summary width) summary.Sections
       else
           [])
