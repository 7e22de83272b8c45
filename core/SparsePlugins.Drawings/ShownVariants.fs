/// Which variants a figure has room for, and how their lines look.
module SparsePlugins.Drawings.ShownVariants

open SparsePlugins.Analysis
open SparsePlugins.Figures

/// At most so many variants, for a figure where more would cover each other, and what is left out in words: baselines, at most half of all,
/// those of the others that did best, and the last one, so that the range is seen.
let shown limit (section: Section) =
    if section.Variants.Length <= limit then
        section.Variants, ""
    else
        let baselines, others =
            Criteria.ranked section |> List.partition (fun subject -> subject.IsBaseline)

        let baselines = List.truncate (limit / 2) baselines
        let best = others |> List.truncate (limit - baselines.Length - 1)
        let chosen = baselines @ best @ [ List.last (baselines @ others) ]

        let kept =
            section.Variants
            |> List.filter (fun subject -> chosen |> List.exists subject.IsSame)

        kept, $"; {kept.Length} of {section.Variants.Length} variants: baselines, the best and the last"

/// Most variants whose curves are drawn.
let mostCurves = 12

/// The variants whose curves are drawn on paper.
let drawn (section: Section) = shown mostCurves section |> fst

let private roleIn section =
    let best = Ranking.best section

    fun (subject: Variant) ->
        if subject.IsBaseline then Palette.Baseline
        elif best |> Option.exists subject.IsSame then Palette.Best
        else Palette.Other

/// How every variant's line looks, in the order of the variants. Those that figures of few variants show come first in the palette.
let styles (section: Section) =
    let first = shown mostCurves section |> fst |> List.map _.Name

    let leading, others =
        section.Variants
        |> List.partition (fun subject -> List.contains subject.Name first)

    let ordered = leading @ others

    let byName =
        ordered
        |> List.map (roleIn section)
        |> Palette.styles
        |> List.zip (ordered |> List.map _.Name)
        |> Map.ofList

    [ for subject in section.Variants -> subject, byName[subject.Name] ]

let styleOf (section: Section) =
    let styles =
        styles section
        |> List.map (fun (subject, style) -> subject.Name, style)
        |> Map.ofList

    fun (subject: Variant) -> styles[subject.Name]
