/// What the figures of a sweep have in common: their axes and their variants.
module internal SparsePlugins.Drawings.OverviewAxes

open System
open SparsePlugins.Analysis
open SparsePlugins.Figures

/// Most variants whose lines and points are drawn.
let private mostVariants = 8

/// Positive values that span this factor have a logarithmic axis.
let private decade = 8.0

let isWide values =
    let finite = values |> List.filter Double.IsFinite

    not finite.IsEmpty
    && List.min finite > 0.0
    && List.max finite / List.min finite >= decade

let axisOf values =
    match values |> List.filter Double.IsFinite with
    | [] -> Scale.nice 4 (0.0, 1.0)
    | finite when isWide finite -> Scale.logarithmic (List.min finite, List.max finite)
    | finite -> Scale.nice 4 (List.min finite, List.max finite)

let variantsOf (sections: Section list) =
    let variants = Overview.shown mostVariants sections
    let styleOf = ShownVariants.styleOf sections.Head
    [ for subject in variants -> subject, styleOf subject ]
