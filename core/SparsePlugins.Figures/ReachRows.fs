/// Panels below the curves: when every variant crossed a threshold, or had features revived.
module SparsePlugins.Figures.ReachRows

open SparsePlugins.Statistics
open SparsePlugins.Figures.Frame
open SparsePlugins.Figures.Plot

/// An interval, with an arrow where it continues outside the frame.
let private interval (frame: Frame) y color (bounds: Interval) =
    let lower, upper = frame.X bounds.Lower, frame.X bounds.Upper

    [
        Svg.line (max frame.Left lower, y) (min frame.Right upper, y) [ "stroke", color; "stroke-width", "3" ]
        if lower < frame.Left then
            Markers.arrow color Markers.Leftwards (frame.Left, y)
        if upper > frame.Right then
            Markers.arrow color Markers.Rightwards (frame.Right, y)
    ]

let private mark (frame: Frame) y (reach: Reach) =
    [
        for step in reach.Seeds do
            let x = frame.X step
            Svg.line (x, y - 5.0) (x, y + 5.0) [ "stroke", reach.Style.Color; "stroke-opacity", "0.55" ]
        match reach.Steps with
        | None -> ()
        | Some steps ->
            if steps.HasInterval then
                yield! interval frame y reach.Style.Color steps.Interval

            Svg.circle
                (frame.X steps.Mean, y)
                4.0
                [ "fill", reach.Style.Color; "stroke", "#ffffff"; "stroke-width", "1" ]
    ]

/// The name of a row in the colour of quiet text, and its number in a column behind all names.
let private row (frame: Frame) top index (reach: Reach) =
    let y = frame.Row top index
    let name = Lettering.cutMiddle 11.0 mostName reach.Name

    let text x color content =
        Svg.text (x, y + 4.0) [ "font-size", "11"; "fill", color ] content

    mark frame y reach
    @ [
        text (frame.Right + 13.0) Palette.faint name
        if reach.Note <> "" then
            text frame.NoteLeft Palette.ink reach.Note
    ]

let private panel (frame: Frame) ((top, _), panel: Panel) =
    Svg.text (frame.Left, top - 10.0) [ "font-size", "12"; "fill", Palette.faint ] panel.Title
    :: (panel.Reaches |> List.mapi (row frame top) |> List.concat)

let draw (frame: Frame) (plot: Plot) =
    List.zip frame.Panels plot.Panels |> List.collect (panel frame)
