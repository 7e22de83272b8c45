/// Colours and dashes that stay apart for colour-blind readers and in grey.
/// Source: M. Okabe and K. Ito, "Color Universal Design", 2008; its yellow is left out, which is faint on white.
module SparsePlugins.Figures.Palette

/// The colour and dashes of a variant's line.
type Style = { Color: string; Dash: string }

let ink = "#24292f"
let faint = "#6e7781"
let grid = "#eaeef2"

let private colors =
    [| "#0072B2"; "#D55E00"; "#009E73"; "#CC79A7"; "#E69F00"; "#56B4E9" |]

let private dashes =
    [| ""; "8 3"; "2 2.5"; "10 3 2 3"; "5 2.5"; "14 3 2 3 2 3"; "1 3" |]

/// The first baseline is black and unbroken; the others take colours and dashes in turn, so that pairs repeat late.
let styles (areBaselines: bool list) =
    let baseline = List.tryFindIndex id areBaselines
    let shift = if baseline.IsSome then 1 else 0

    let style place =
        {
            Color = colors[place % colors.Length]
            Dash = dashes[(place + shift) % dashes.Length]
        }

    areBaselines
    |> List.mapi (fun index _ ->
        match baseline with
        | Some first when index = first -> { Color = ink; Dash = dashes[0] }
        | Some first when index > first -> style (index - 1)
        | Some _
        | None -> style index)
