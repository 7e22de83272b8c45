/// Panels below the curves: when every member crossed a threshold, or had features revived.
module internal SparsePlugins.Reporting.ReachRows

open SparsePlugins.Reporting.Frame
open SparsePlugins.Reporting.Plot

let private mark (frame: Frame) y (reach: Reach) =
    [
        for step in reach.Seeds do
            let x = frame.X step
            Svg.line (x, y - 5.0) (x, y + 5.0) [ "stroke", reach.Style.Color; "stroke-opacity", "0.55" ]
        match reach.Steps with
        | None -> ()
        | Some steps ->
            if steps.HasInterval then
                let lower = max frame.Left (frame.X steps.Lower)
                let upper = min frame.Right (frame.X steps.Upper)
                Svg.line (lower, y) (upper, y) [ "stroke", reach.Style.Color; "stroke-width", "3" ]

            Svg.circle
                (frame.X steps.Mean, y)
                4.0
                [ "fill", reach.Style.Color; "stroke", "#ffffff"; "stroke-width", "1" ]
    ]

/// Beside the mark, on the side where there is room.
let private note (frame: Frame) y (reach: Reach) =
    let ends =
        match reach.Steps with
        | Some steps when steps.HasInterval -> steps.Lower :: steps.Upper :: reach.Seeds
        | Some _
        | None -> reach.Seeds

    let place, anchor =
        match ends with
        | [] -> frame.Left + 10.0, "start"
        | ends ->
            let after = frame.X(List.max ends) + 10.0

            if after + Lettering.width 11.0 reach.Note < frame.Right then
                after, "start"
            else
                frame.X(List.min ends) - 10.0, "end"

    Svg.text (place, y + 4.0) [ "font-size", "11"; "text-anchor", anchor; "fill", Palette.ink ] reach.Note

let private row (frame: Frame) top index (reach: Reach) =
    let y = frame.Row top index
    let name = Lettering.cutMiddle 11.0 frame.LegendWidth reach.Name

    mark frame y reach
    @ [
        note frame y reach
        Svg.text (frame.Right + 13.0, y + 4.0) [ "font-size", "11"; "fill", Palette.faint ] name
    ]

let private panel (frame: Frame) ((top, _), panel: Panel) =
    Svg.text (frame.Left, top - 10.0) [ "font-size", "12"; "fill", Palette.faint ] panel.Title
    :: (panel.Reaches |> List.mapi (row frame top) |> List.concat)

let draw (frame: Frame) (plot: Plot) =
    List.zip frame.Panels plot.Panels |> List.collect (panel frame)
