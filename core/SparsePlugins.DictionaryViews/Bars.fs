/// Histograms below each other that share their axes.
module internal SparsePlugins.DictionaryViews.Bars

open System
open SparsePlugins.Figures
open SparsePlugins.DictionaryViews.Rows

type Histogram =
    {
        /// Shares of the whole, 0 to 1, bar by bar.
        Shares: float list
        /// A share that has no place on the axis, before the first bar; None where there is no such thing.
        Apart: float option
    }

type Bars =
    {
        Words: Sheet.Words
        /// What stands under the bar that is apart; empty without one.
        Apart: string
        AxisLabel: string
        /// Ticks at the edges of bars, counted from the left.
        Ticks: (float * string) list
        Rows: Row<Histogram> list
    }

let private middle, private rowHeight, private apartWidth = 420.0, 40.0, 58.0

/// A bar on the base line of its row; what is there and too small to be seen is half a pixel high.
let private bar (frame: Frame) index (x, width) color tallest share =
    if share <= 0.0 then
        []
    else
        let height = max 0.5 ((rowHeight - 8.0) * share / tallest)
        let y = frame.RowTop index + rowHeight - height - 2.0

        let place =
            Svg.numeric [ "x", x; "y", y; "width", max 0.5 (width - 1.0); "height", height ]

        [ Element("rect", place @ [ "fill", color ], []) ]

let private histogram (frame: Frame) first tallest index (row: Row<Histogram>) =
    let width = (frame.Right - first) / float row.Content.Shares.Length

    let apart =
        row.Content.Apart
        |> Option.map (bar frame index (frame.Left, apartWidth - 22.0) "#D55E00" tallest)
        |> Option.defaultValue []

    apart
    @ (row.Content.Shares
       |> List.mapi (fun place share -> bar frame index (first + width * float place, width) "#0072B2" tallest share)
       |> List.concat)

let private baseLine (frame: Frame) index =
    let y = frame.RowTop index + rowHeight - 2.0
    Svg.line (frame.Left, y) (frame.Right, y) [ "stroke", "#d1d9e0" ]

let draw (bars: Bars) =
    let frame = layOut middle rowHeight bars.Rows

    let first =
        if bars.Apart = "" then
            frame.Left
        else
            frame.Left + apartWidth

    let count = bars.Rows.Head.Content.Shares.Length

    let x place =
        first + (frame.Right - first) * place / float count

    let tallest =
        bars.Rows
        |> List.collect (fun row -> Option.toList row.Content.Apart @ row.Content.Shares)
        |> List.fold max 1e-9

    Rows.draw
        frame
        bars.Words
        50.0
        [
            for place, text in bars.Ticks do
                yield! tick frame (x place) text
            if bars.Apart <> "" then
                Svg.text
                    (frame.Left + (apartWidth - 22.0) / 2.0, frame.Bottom + 16.0)
                    (Sheet.label "middle" 11.0 Palette.faint)
                    bars.Apart
            for index in 0 .. bars.Rows.Length - 1 do
                baseLine frame index
            yield! labelled frame (histogram frame first tallest) bars.Rows
            axisLabel frame bars.AxisLabel
        ]
