/// Which members a figure has room for, and how their lines look.
module internal SparsePlugins.Reporting.ShownMembers

open SparsePlugins.Analysis
open SparsePlugins.Figures

/// At most so many members, for a figure where more would cover each other, and what is left out in words. Of a sweep the largest
/// value stays, and all that is not swept: never what did best.
let shown limit (section: Section) =
    let swept = section.Sweeps |> List.tryHead

    let kept =
        match swept with
        | Some sweep ->
            let largest = sweep.Lines |> List.map (fun line -> (List.last line.Points).Member)
            List.map fst sweep.References @ largest
        | None -> section.Members

    if section.Members.Length <= limit then
        section.Members, ""
    else
        let isBaseline (subject: Member) = subject.IsBaseline

        let chosen =
            List.filter isBaseline section.Members @ List.filter (isBaseline >> not) kept
            |> List.truncate limit
            |> List.map _.Name

        let members =
            section.Members
            |> List.filter (fun subject -> List.contains subject.Name chosen)

        let which =
            match swept with
            | Some sweep -> $": of each sweep its largest {sweep.Option}"
            | None -> ""

        members, $"; {members.Length} of {section.Members.Length} members{which}"

/// Most members whose curves are drawn.
let mostCurves = 12

/// The members whose curves are drawn on paper.
let drawn (section: Section) = shown mostCurves section |> fst

/// How every member's line looks, in the order of the members. Those that figures of few members show come first in the palette.
let styles (section: Section) =
    let first = shown mostCurves section |> fst |> List.map _.Name

    let leading, others =
        section.Members
        |> List.partition (fun subject -> List.contains subject.Name first)

    let ordered = leading @ others

    let byName =
        List.zip (ordered |> List.map _.Name) (Palette.styles (ordered |> List.map _.IsBaseline))
        |> Map.ofList

    [ for subject in section.Members -> subject, byName[subject.Name] ]

let styleOf (section: Section) =
    let styles =
        styles section
        |> List.map (fun (subject, style) -> subject.Name, style)
        |> Map.ofList

    fun (subject: Member) -> styles[subject.Name]
