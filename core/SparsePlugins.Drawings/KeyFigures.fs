/// A result over a numeric key of a sweep.
module internal SparsePlugins.Drawings.KeyFigures

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Drawings.Overview
open SparsePlugins.Drawings.OverviewAxes

let private mostFacets = 6

let private ticksOf key (sections: Section list) =
    let values =
        sections |> List.choose (SettingAxes.number key) |> List.distinct |> List.sort

    Scale.at (isWide values) values, (if isWide values then " (log scale)" else "")

let private marksOf quantity key (sections: Section list) (subject: Variant) =
    [
        for section in sections do
            match
                outcomes quantity section
                |> List.tryFind (fun outcome -> outcome.Variant.IsSame subject)
            with
            | Some outcome ->
                Chart.mark subject.Name (SettingAxes.number key section |> Option.defaultValue nan) outcome.Result
            | None -> ()
    ]
    |> List.sortBy _.X

let private facetOf quantity key variants (name, sections) : Facets.Facet =
    {
        Title = name
        Series =
            [
                for subject, style in variants do
                    let marks = marksOf quantity key sections subject

                    {
                        Name = subject.Name
                        Style = style
                        Marks = marks
                        Line = [ for mark in marks -> mark.X, mark.Y ]
                    }
            ]
        Front = []
        Labels = []
    }

/// Means, and their intervals as far as they don't dwarf them.
let private valueAxis (facets: Facets.Facet list) =
    let marks =
        facets
        |> List.collect _.Series
        |> List.collect _.Marks
        |> List.filter Chart.isDrawn

    let means = marks |> List.map _.Y

    match means with
    | [] -> axisOf []
    | means ->
        let lowest, highest = List.min means, List.max means
        let room = 0.5 * (highest - lowest)

        marks
        |> List.collect (fun mark -> [ mark.Y; max mark.Lower (lowest - room); min mark.Upper (highest + room) ])
        |> List.filter (fun value -> not (lowest > 0.0 && value <= 0.0))
        |> axisOf

/// The quantity over a numeric key: a facet for all that is equal but for it.
let draw quantity (sections: Section list) key : Facets.Facets =
    let short = SettingAxes.short sections
    let groups = sections |> List.groupBy (SettingAxes.nameWithout [ key ] sections)

    let facets =
        groups
        |> List.truncate mostFacets
        |> List.map (facetOf quantity key (variantsOf sections))

    let axis, scale = ticksOf key sections

    let cut =
        if groups.Length > mostFacets then
            $"; the first {mostFacets} of {groups.Length}"
        else
            ""

    {
        Title = $"{title quantity} by {short key}"
        Subtitle = $"mean over seeds and 95 %% interval{SettingAxes.along sections key}{cut}"
        Description = $"{title quantity} against {key}, for every variant; the report's tables hold the numbers."
        XLabel = short key + scale
        YLabel = directedTitle quantity
        XAxis = axis
        YAxis = valueAxis facets
        Facets = facets
    }
