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
    let ranked =
        summary.Sections |> List.sortBy (badness (Overview.quantity summary.Sections))

    let sums =
        ranked
        |> List.scan (fun sum section -> sum + section.Variants.Length) 0
        |> List.tail

    /// Up to the first for which there is no room, so that none that is worse is kept instead.
    let kept =
        List.zip ranked sums
        |> List.indexed
        |> List.takeWhile (fun (place, (_, sum)) -> place = 0 || (place < mostSettings && sum <= mostVariants))
        |> List.map (fun (_, (section, _)) -> section.Setting)
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
