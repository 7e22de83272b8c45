/// Colours and dashes that stay apart for colour-blind readers and in grey, at least 3:1 against the ground in light and in dark.
module SparsePlugins.Figures.Palette

/// The colour, dashes and width of a variant's line.
type Style =
    {
        Color: string
        Dash: string
        Width: float
    }

let ink = "#24292f"
let faint = "#59636e"
let grid = "#eaeef2"

/// Colours of lines on white, each with the one that takes its place on a dark page.
/// Chosen by their least distance, seen plainly and with deuteranopia, among colours of Okabe and Ito (2008), Tol and ColorBrewer.
let colors =
    [
        "#0072B2", "#56B4E9"
        "#D55E00", "#FF8A5C"
        "#117733", "#F0E442"
        "#AA4499", "#D65DB1"
        "#332288", "#8E7CFF"
        "#1B9E77", "#00C896"
    ]

let private onWhite = colors |> List.map fst |> List.toArray

let private dashes =
    [| "8 3"; "2 2.5"; "10 3 2 3"; "5 2.5"; "14 3 2 3 2 3"; "1 3"; "20 4" |]

/// Widths of the baseline's line, of the best variant's and of all others.
let private baselineWidth, private bestWidth, private otherWidth = 2.0, 3.0, 1.7

/// How a variant is to stand out.
type Role =
    | Baseline
    | Best
    | Other

/// The first baseline is black and unbroken. The others take colours and dashes in turn, so that pairs repeat late; the best of them is
/// unbroken and thickest, and keeps its colour.
let styles (roles: Role list) =
    let baseline = List.tryFindIndex ((=) Baseline) roles
    let best = List.tryFindIndex ((=) Best) roles

    let place index =
        match baseline with
        | Some first when index > first -> index - 1
        | Some _
        | None -> index

    roles
    |> List.mapi (fun index _ ->
        let color = onWhite[place index % onWhite.Length]
        let dash = dashes[place index % dashes.Length]

        match Some index with
        | found when found = baseline ->
            {
                Color = ink
                Dash = ""
                Width = baselineWidth
            }
        | found when found = best ->
            {
                Color = color
                Dash = ""
                Width = bestWidth
            }
        | _ ->
            {
                Color = color
                Dash = dash
                Width = otherWidth
            })
