/// Which variants a figure has room for, and how their lines look.
module internal SparsePlugins.Reporting.ShownVariants

open SparsePlugins.Analysis
open SparsePlugins.Figures

/// At most so many variants, for a figure where more would cover each other, and what is left out in words. Of a sweep the largest
/// value stays, and all that is not swept: never what did best.
let shown limit (section: Section) =
    let swept = section.Sweeps |> List.tryHead

    let kept =
        match swept with
        | Some sweep ->
            let largest = sweep.Lines |> List.map (fun line -> (List.last line.Points).Variant)
            List.map fst sweep.References @ largest
        | None -> section.Variants

    if section.Variants.Length <= limit then
        section.Variants, ""
    else
        let isBaseline (subject: Variant) = subject.IsBaseline

        let chosen =
            List.filter isBaseline section.Variants @ List.filter (isBaseline >> not) kept
            |> List.truncate limit
            |> List.map _.Name

        let variants =
            section.Variants
            |> List.filter (fun subject -> List.contains subject.Name chosen)

        let which =
            match swept with
            | Some sweep -> $": of each sweep its largest {sweep.Option}"
            | None -> ""

        variants, $"; {variants.Length} of {section.Variants.Length} variants{which}"

/// Most variants whose curves are drawn.
let mostCurves = 12

/// The variants whose curves are drawn on paper.
let drawn (section: Section) = shown mostCurves section |> fst

/// How every variant's line looks, in the order of the variants. Those that figures of few variants show come first in the palette.
let styles (section: Section) =
    let first = shown mostCurves section |> fst |> List.map _.Name

    let leading, others =
        section.Variants
        |> List.partition (fun subject -> List.contains subject.Name first)

    let ordered = leading @ others

    let byName =
        List.zip (ordered |> List.map _.Name) (Palette.styles (ordered |> List.map _.IsBaseline))
        |> Map.ofList

    [ for subject in section.Variants -> subject, byName[subject.Name] ]

let styleOf (section: Section) =
    let styles =
        styles section
        |> List.map (fun (subject, style) -> subject.Name, style)
        |> Map.ofList

    fun (subject: Variant) -> styles[subject.Name]
