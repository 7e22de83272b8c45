/// What a report of very many runs shows in full: thousands of variants or settings would be a page that nobody can open.
module internal SparsePlugins.Reporting.Extent

open System
open SparsePlugins.Analysis
open SparsePlugins.Drawings

/// Most settings, and most variants of all of these together, that have figures and tables of their own.
let private mostSettings, private mostVariants = 16, 240

/// The best result of any variant, as what is smaller the better it is.
let private badness quantity (section: Section) =
    match quantity with
    | None -> 0.0
    | Some quantity ->
        let best = Overview.best quantity [ section ]

        if Double.IsNaN best then infinity
        elif Overview.isMoreBetter quantity then -best
        else best

/// The settings with the best results as far as there is room for them, one at least, in the order of the manifest.
let full (summary: Summary) =
    let folder (variants, kept) (section: Section) =
        let sum = variants + section.Variants.Length

        if List.isEmpty kept || (List.length kept < mostSettings && sum <= mostVariants) then
            sum, section.Setting :: kept
        else
            variants, kept

    let kept =
        summary.Sections
        |> List.sortBy (badness (Overview.quantity summary.Sections))
        |> List.fold folder (0, [])
        |> snd
        |> Set.ofList

    summary.Sections |> List.filter (fun section -> kept.Contains section.Setting)

/// Says what is left out; nothing where nothing is.
let sentence (summary: Summary) =
    let all, shown = summary.Sections.Length, (full summary).Length

    if shown = all then
        None
    else
        Some
            $"{shown} of {all} settings, those with the best results, have figures and tables of their own; the others have their answer and one table. 'sparse report DIR --format json' prints every number."
