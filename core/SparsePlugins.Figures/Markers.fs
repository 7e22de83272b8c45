/// Shapes that stay apart in grey.
module SparsePlugins.Figures.Markers

let private outline = [ "stroke", "#ffffff"; "stroke-width", "1" ]

let private shape color points =
    Svg.path (Svg.polyline points + "Z") (("fill", color) :: outline)

/// The n-th shape around a point: circle, square, triangle, diamond, triangle on its head, cross; then from the circle again.
let draw index (style: Palette.Style) (x, y) =
    let color = style.Color

    match index % 6 with
    | 0 -> Svg.circle (x, y) 4.0 (("fill", color) :: outline)
    | 1 -> shape color [ x - 3.7, y - 3.7; x + 3.7, y - 3.7; x + 3.7, y + 3.7; x - 3.7, y + 3.7 ]
    | 2 -> shape color [ x, y - 4.8; x + 4.6, y + 3.6; x - 4.6, y + 3.6 ]
    | 3 -> shape color [ x, y - 5.2; x + 5.2, y; x, y + 5.2; x - 5.2, y ]
    | 4 -> shape color [ x, y + 4.8; x + 4.6, y - 3.6; x - 4.6, y - 3.6 ]
    | _ ->
        Svg.path
            (Svg.polyline [ x - 4.0, y - 4.0; x + 4.0, y + 4.0 ]
             + Svg.polyline [ x - 4.0, y + 4.0; x + 4.0, y - 4.0 ])
            [ "stroke", color; "stroke-width", "2.4" ]

/// Where an interval continues.
type Side =
    | Leftwards
    | Rightwards
    | Upwards
    | Downwards

/// The head of an arrow at the edge of a frame: the interval ends outside it.
let arrow color side (x, y) =
    let tail =
        match side with
        | Leftwards -> [ x + 6.0, y - 4.0; x + 6.0, y + 4.0 ]
        | Rightwards -> [ x - 6.0, y - 4.0; x - 6.0, y + 4.0 ]
        | Upwards -> [ x - 4.0, y + 6.0; x + 4.0, y + 6.0 ]
        | Downwards -> [ x - 4.0, y - 6.0; x + 4.0, y - 6.0 ]

    Svg.path (Svg.polyline ((x, y) :: tail) + "Z") [ "fill", color ]
