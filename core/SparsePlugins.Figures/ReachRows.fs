/// Panels below the curves: when every variant crossed a threshold, or had features revived.
module SparsePlugins.Figures.ReachRows

open SparsePlugins.Figures.Frame
open SparsePlugins.Figures.Plot

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

/// Places between neighbouring marks with room for a text, the widest first.
let private gaps room places =
    List.sort places
    |> List.pairwise
    |> List.filter (fun (left, right) -> right - left > room)
    |> List.sortByDescending (fun (left, right) -> right - left)

/// Beside the marks or between them, where there is room; else nowhere, since the tables say it, too.
let private note (frame: Frame) y (reach: Reach) =
    let ends =
        match reach.Steps with
        | Some steps when steps.HasInterval -> [ steps.Lower; steps.Upper ]
        | Some _
        | None -> []

    let places = reach.Seeds @ ends |> List.map frame.X
    let room = Lettering.width 11.0 reach.Note + 20.0

    let text x anchor =
        [
            Svg.text (x, y + 4.0) [ "font-size", "11"; "text-anchor", anchor; "fill", Palette.ink ] reach.Note
        ]

    match places, gaps room places with
    | [], _ -> text (frame.Left + 10.0) "start"
    | places, _ when List.max places + room < frame.Right -> text (List.max places + 10.0) "start"
    | places, _ when List.min places - room > frame.Left -> text (List.min places - 10.0) "end"
    | _, (left, right) :: _ when reach.Steps.IsNone -> text ((left + right) / 2.0) "middle"
    | _ -> []

let private row (frame: Frame) top index (reach: Reach) =
    let y = frame.Row top index
    let name = Lettering.cutMiddle 11.0 frame.LegendWidth reach.Name

    mark frame y reach
    @ note frame y reach
    @ [
        Svg.text (frame.Right + 13.0, y + 4.0) [ "font-size", "11"; "fill", Palette.faint ] name
    ]

let private panel (frame: Frame) ((top, _), panel: Panel) =
    Svg.text (frame.Left, top - 10.0) [ "font-size", "12"; "fill", Palette.faint ] panel.Title
    :: (panel.Reaches |> List.mapi (row frame top) |> List.concat)

let draw (frame: Frame) (plot: Plot) =
    List.zip frame.Panels plot.Panels |> List.collect (panel frame)
