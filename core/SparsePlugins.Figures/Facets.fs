/// Small charts beside each other that share their axes.
module SparsePlugins.Figures.Facets

open System
open SparsePlugins.Figures.Chart

type Facet =
    {
        /// Empty where there is one facet.
        Title: string
        Series: MarkSeries list
        /// A line through the places that no other one beats in both respects.
        Front: (float * float) list
        /// Words at places.
        Labels: (float * float * string) list
    }

type Facets =
    {
        Title: string
        Subtitle: string
        /// For readers who hear the figure.
        Description: string
        XLabel: string
        YLabel: string
        XAxis: Scale.Scale
        YAxis: Scale.Scale
        /// One at least, all with the same series.
        Facets: Facet list
    }

let private left, private top, private legendLine = 60.0, 66.0, 16.0
let private gapX, private gapY = 16.0, 26.0

/// Pixels between marks of neighbouring series.
let private apart = 4.0

/// The area of all facets of a row.
let private whole = 440.0

type private Frame =
    {
        Columns: int
        Width: float
        Height: float
        /// Where the facets begin.
        Top: float
        Legend: (MarkSeries * string * int * float * float) list
        XAxis: Scale.Scale
        YAxis: Scale.Scale
    }

    member frame.Corner index =
        left + float (index % frame.Columns) * (frame.Width + gapX),
        frame.Top + float (index / frame.Columns) * (frame.Height + gapY)

/// Entries of a legend in rows, each with its place.
let private legendOf (series: MarkSeries list) =
    let folder (x, y) (index, series: MarkSeries) =
        let name = Lettering.cutMiddle 12.0 (whole - 44.0) series.Name
        let width = 44.0 + Lettering.width 12.0 name

        let x, y =
            if x > left && x + width > left + whole then
                left, y + legendLine
            else
                x, y

        (series, name, index, x, y), (x + width, y)

    series |> List.indexed |> List.mapFold folder (left, top + 8.0)

let private layOut (facets: Facets) =
    let count = facets.Facets.Length
    let columns = if count = 4 then 2 else min 3 count
    let rows = (count + columns - 1) / columns
    let legend, (_, lowest) = legendOf facets.Facets.Head.Series

    {
        Columns = columns
        Width = (whole - gapX * float (columns - 1)) / float columns
        Height = if rows = 1 then 200.0 else 96.0
        Top = lowest + 34.0
        Legend = legend
        XAxis = facets.XAxis
        YAxis = facets.YAxis
    }

let private entry (series: MarkSeries, name, index, x, y) =
    [
        Svg.line (x, y - 4.0) (x + 24.0, y - 4.0) (Curves.stroke series.Style)
        Markers.draw index series.Style (x + 12.0, y - 4.0)
        Svg.text (x + 30.0, y) (Sheet.label "start" 12.0 Palette.ink) name
    ]
    |> Sheet.ofVariants (variantsOf series)

let private place (frame: Frame) corner (x, y) =
    let cornerX, cornerY = corner

    frame.XAxis.Place (cornerX, cornerX + frame.Width) x,
    frame.YAxis.Place (cornerY + frame.Height, cornerY) y
    |> max cornerY
    |> min (cornerY + frame.Height)

/// Tick labels that don't touch the one before them.
let private apartFrom (frame: Frame) corner =
    let folder (last, kept) value =
        let x, _ = place frame corner (value, frame.YAxis.Lower)
        let half = Lettering.width 11.0 (TickText.short value) / 2.0

        if x - half < last + 4.0 then
            last, kept
        else
            x + half, (x, value) :: kept

    frame.XAxis.Ticks |> List.fold folder (-infinity, []) |> snd

let private grid (frame: Frame) count index =
    let x, y = frame.Corner index
    let right, bottom = x + frame.Width, y + frame.Height

    [
        for value in frame.YAxis.Ticks do
            let _, at = place frame (x, y) (frame.XAxis.Lower, value)
            Svg.line (x, at) (right, at) [ "stroke", Palette.grid ]

            if index % frame.Columns = 0 then
                Svg.text (x - 6.0, at + 4.0) (Sheet.label "end" 11.0 Palette.faint) (TickText.label frame.YAxis value)
        Svg.line (x, bottom) (right, bottom) [ "stroke", Palette.faint ]
        if index + frame.Columns >= count then
            for at, value in apartFrom frame (x, y) do
                Svg.text (at, bottom + 15.0) (Sheet.label "middle" 11.0 Palette.faint) (TickText.short value)
    ]

let private whisker (frame: Frame) corner shift (style: Palette.Style) (mark: Mark) =
    if Double.IsFinite mark.Lower && Double.IsFinite mark.Upper then
        let at y =
            let x, y = place frame corner (mark.X, max frame.YAxis.Lower y)
            x + shift, y

        [
            Svg.line (at mark.Lower) (at mark.Upper) [ "stroke", style.Color; "stroke-width", "1.4" ]
        ]
    else
        []

let private series (frame: Frame) corner count index (series: MarkSeries) =
    let shift =
        if series.Line.IsEmpty then
            0.0
        else
            apart * (float index - float (count - 1) / 2.0)

    let at point =
        let x, y = place frame corner point in x + shift, y

    let marks = series.Marks |> List.filter isDrawn
    let path = series.Line |> List.filter (snd >> Double.IsFinite) |> List.map at

    [
        if path.Length > 1 then
            Svg.path (Svg.polyline path) ([ "fill", "none"; "stroke-linejoin", "round" ] @ Curves.stroke series.Style)
    ]
    @ List.collect (whisker frame corner shift series.Style) marks
    @ List.map (fun (mark: Mark) -> Markers.draw index series.Style (at (mark.X, mark.Y))) marks
    |> Sheet.ofVariants (variantsOf series)

let private front (frame: Frame) corner points =
    match points |> List.map (place frame corner) with
    | []
    | [ _ ] -> []
    | path ->
        [
            Svg.path
                (Svg.polyline path)
                [
                    "fill", "none"
                    "stroke", Palette.faint
                    "stroke-width", "7"
                    "stroke-opacity", "0.25"
                    "stroke-linejoin", "round"
                ]
        ]

/// Words at places, where they don't touch those before them.
let private labels (frame: Frame) corner places =
    let folder (taken, drawn) (x, y, words) =
        let x, y = place frame corner (x, y)
        let width = Lettering.width 11.0 words
        let isRight = x + 8.0 + width < fst corner + frame.Width
        let left = if isRight then x + 8.0 else x - 8.0 - width

        let isFree =
            taken
            |> List.forall (fun (other, otherY, otherWidth) ->
                abs (y - otherY) > 13.0 || left > other + otherWidth || other > left + width)

        if isFree then
            let text = Svg.text (left, y - 8.0) (Sheet.label "start" 11.0 Palette.ink) words
            (left, y, width) :: taken, text :: drawn
        else
            taken, drawn

    places |> List.fold folder ([], []) |> snd |> List.rev

let private facet (frame: Frame) count index (facet: Facet) =
    let corner = frame.Corner index
    let x, y = corner

    grid frame count index
    @ [
        if facet.Title <> "" then
            Svg.text
                (x, y - 7.0)
                (Sheet.label "start" 11.0 Palette.faint)
                (Lettering.cutMiddle 11.0 frame.Width facet.Title)
    ]
    @ front frame corner facet.Front
    @ (facet.Series |> List.mapi (series frame corner facet.Series.Length))
    @ labels frame corner facet.Labels

/// The whole drawing.
let draw (facets: Facets) =
    let frame = layOut facets
    let count = facets.Facets.Length
    let bottom = snd (frame.Corner(count - 1)) + frame.Height

    Sheet.draw
        (left + whole + 20.0, bottom + 44.0)
        16.0
        {
            Title = facets.Title
            Subtitle = facets.Subtitle
            Description = facets.Description
        }
        [
            Svg.group [] (List.map entry frame.Legend)
            Svg.text (16.0, frame.Top - 20.0) (Sheet.label "start" 11.0 Palette.ink) facets.YLabel
            Svg.group [] (facets.Facets |> List.mapi (facet frame count) |> List.concat)
            Svg.text (left + whole / 2.0, bottom + 34.0) (Sheet.label "middle" 12.0 Palette.ink) facets.XLabel
        ]
