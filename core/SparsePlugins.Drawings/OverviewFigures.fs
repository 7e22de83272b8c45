/// Figures of a sweep over all its settings, before any of them alone.
module SparsePlugins.Drawings.OverviewFigures

open System
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Document
open SparsePlugins.Drawings.Overview

/// Most variants whose lines and points are drawn, facets of a figure, and words at a front.
let private mostVariants, private mostFacets, private mostLabels = 8, 6, 6

/// Positive values that span this factor have a logarithmic axis.
let private decade = 8.0

let private isWide values =
    let finite = values |> List.filter Double.IsFinite

    not finite.IsEmpty
    && List.min finite > 0.0
    && List.max finite / List.min finite >= decade

let private axisOf values =
    match values |> List.filter Double.IsFinite with
    | [] -> Scale.nice 4 (0.0, 1.0)
    | finite when isWide finite -> Scale.logarithmic (List.min finite, List.max finite)
    | finite -> Scale.nice 4 (List.min finite, List.max finite)

let private variantsOf (sections: Section list) =
    let variants = ShownVariants.shown mostVariants sections.Head |> fst
    let styleOf = ShownVariants.styleOf sections.Head
    [ for subject in variants -> subject, styleOf subject ]

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
            | Some outcome -> Chart.mark (SettingAxes.number key section |> Option.defaultValue nan) outcome.Result
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
let private lines quantity (sections: Section list) key : Facets.Facets =
    let keys = SettingAxes.keys sections
    let groups = sections |> List.groupBy (SettingAxes.nameWithout [ key ] keys)

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
        Title = $"{title quantity} by {SettingAxes.short keys key}"
        Subtitle = $"mean over seeds and 95 %% interval{cut}"
        Description = $"{title quantity} against {key}, for every variant; the report's tables hold the numbers."
        XLabel = SettingAxes.short keys key + scale
        YLabel = title quantity
        XAxis = axis
        YAxis = valueAxis facets
        Facets = facets
    }

/// A variant in a setting: its sparsity and what it is worth at that.
type private Trade =
    {
        Variant: Variant
        Setting: string
        Active: float
        Value: float
    }

let private endOf name (section: Section) (subject: Variant) =
    section.Measurements
    |> List.filter (fun table -> table.Measurement = name)
    |> List.collect _.Rows
    |> List.tryFind (fun row -> row.Variant.IsSame subject)
    |> Option.map _.End.Value.Mean
    |> Option.filter Double.IsFinite

let private trades (sections: Section list) variants (active: MeasurementFacts) (facts: MeasurementFacts) =
    [
        for section in sections do
            for subject, _ in variants do
                match endOf active.Name section subject, endOf facts.Name section subject with
                | Some l0, Some value ->
                    {
                        Variant = subject
                        Setting = SettingAxes.values (SettingAxes.keys sections) section
                        Active = l0
                        Value = value
                    }
                | _ -> ()
    ]

/// Those that no other one beats in one respect without being beaten in the other, by sparsity.
let private frontOf (facts: MeasurementFacts) trades =
    let cost trade =
        if facts.Better = BetterSide.Higher then
            -trade.Value
        else
            trade.Value

    let folder (best, kept) trade =
        if cost trade < best then
            cost trade, trade :: kept
        else
            best, kept

    trades
    |> List.sortBy (fun trade -> trade.Active, cost trade)
    |> List.fold folder (infinity, [])
    |> snd
    |> List.rev

let private keysOf sections =
    let keys = SettingAxes.keys sections
    keys |> List.map (SettingAxes.short keys) |> String.concat ", "

let private scatter sections variants (active: MeasurementFacts) (facts: MeasurementFacts) : Facets.Facets option =
    let all = trades sections variants active facts
    let front = frontOf facts all

    let series (subject: Variant, style) : Chart.MarkSeries =
        {
            Name = subject.Name
            Style = style
            Marks =
                [
                    for trade in all do
                        if trade.Variant.IsSame subject then
                            {
                                X = trade.Active
                                Y = trade.Value
                                Lower = nan
                                Upper = nan
                            }
                ]
            Line = []
        }

    if all.Length < 2 then
        None
    else
        let side =
            if facts.Better = BetterSide.Higher then
                "higher"
            else
                "lower"

        Some
            {
                Title = $"{facts.Title} against {active.Title}"
                Subtitle =
                    $"means at the end; a point per variant and setting; grey: the Pareto front ({side} {facts.Title} at fewer active features), with its settings: {keysOf sections}"
                Description =
                    $"{facts.Title} against {active.Title} at the end of training, for every variant in every setting."
                XLabel = $"{active.Title} at the end"
                YLabel = facts.Title
                XAxis = all |> List.map _.Active |> axisOf
                YAxis = all |> List.map _.Value |> axisOf
                Facets =
                    [
                        {
                            Title = ""
                            Series = List.map series variants
                            Front = [ for trade in front -> trade.Active, trade.Value ]
                            Labels =
                                if front.Length <= mostLabels then
                                    [ for trade in front -> trade.Active, trade.Value, trade.Setting ]
                                else
                                    []
                        }
                    ]
            }

/// What is judged and no share of dead features, against the number of active ones.
let private scatters (sections: Section list) =
    let facts =
        sections |> List.collect _.Measurements |> List.map _.Facts |> List.distinct

    let variants = variantsOf sections

    match facts |> List.tryFind (fun one -> one.ReportedAs = ReportedAs.ActiveFeatures) with
    | None -> []
    | Some active ->
        facts
        |> List.filter (fun one ->
            one.IsOwn
            && one.Better <> BetterSide.Neither
            && one.ReportedAs = ReportedAs.Plain)
        |> List.choose (fun one ->
            scatter sections variants active one
            |> Option.map (fun drawn -> one.Name, drawn))

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
                    for key in SettingAxes.numeric sections -> faceted $"by-{key}" (lines quantity sections key)
                ]
                @ [ for name, drawn in scatters sections -> faceted $"l0-{name}" drawn ]
            )
        ]
