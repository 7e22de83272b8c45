/// Figures of a sweep over all its settings, before any of them alone.
module SparsePlugins.Drawings.OverviewFigures

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Documents.Document
open SparsePlugins.Drawings.Overview

let private picture name title drawing =
    {
        Path = $"figures/overview-{FigureNames.slug name}.svg"
        Title = title
        Drawing = Still drawing
    }

let private faceted name (facets: Facets.Facets) =
    picture name facets.Title (Facets.draw facets)

/// The heat map, the lines over each numeric key, and the trade of sparsity; nothing where there is one setting.
let ofSummary (summary: Summary) =
    let sections = summary.Sections

    match sections, quantity sections with
    | [], _
    | [ _ ], _
    | _, None -> []
    | _, Some quantity ->
        let map = HeatFigure.ofSections quantity sections

        [
            Gallery(
                [ picture "settings" map.Title (HeatMap.draw map) ]
                @ [
                    for key in SettingAxes.numeric sections ->
                        faceted $"by-{key}" (KeyFigures.draw quantity sections key)
                ]
                @ [
                    for name, drawn in TradeFigures.ofSections sections -> faceted $"l0-{name}" drawn
                ]
            )
        ]
