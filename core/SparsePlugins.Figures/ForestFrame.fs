/// Where the parts of a forest lie, in pixels.
module internal SparsePlugins.Figures.ForestFrame

open System
open SparsePlugins.Figures.Forest

let top, plotWidth = 88.0, 380.0
let private rowHeight, private titleHeight, private nameLine = 19.0, 30.0, 14.0

/// Between groups, and below the rows of one that has its own axis.
let private gap, private axisHeight = 6.0, 26.0

/// The widest column of names; longer ones are broken into lines.
let private mostName = 300.0

/// Semibold titles of 12 pixels.
let private titleSize = 12.0 * Lettering.semibold

/// A row with the lines of its name and the middle of its height.
type PlacedRow =
    {
        Row: Row
        Lines: string list
        Y: float
    }

type PlacedGroup =
    {
        Group: Group
        Titles: string list
        Axis: Scale.Scale
        Top: float
        /// Where its rows end.
        Bottom: float
        Rows: PlacedRow list
    }

type Frame =
    {
        Left: float
        Groups: PlacedGroup list
        /// Where the columns of numbers and of verdicts begin.
        NumberLeft: float
        NoteLeft: float
        Width: float
        Bottom: float
    }

    member frame.Right = frame.Left + plotWidth

    member frame.X (axis: Scale.Scale) value =
        axis.Place (frame.Left, frame.Right) value |> max frame.Left |> min frame.Right

let private bounds (row: Row) =
    [
        row.Difference.Mean
        row.Difference.Lower
        row.Difference.Upper
        row.Bootstrap.Lower
        row.Bootstrap.Upper
    ]
    |> List.filter Double.IsFinite

let private axisOf (rows: Row list) =
    let values = 0.0 :: List.collect bounds rows
    Scale.nice 6 (List.min values, List.max values)

let private widest size texts =
    texts |> List.map (Lettering.width size) |> List.fold max 0.0

let private placeRow y (row: Row) =
    let lines = Lettering.wrap 12.0 mostName row.Name
    let height = rowHeight + nameLine * float (lines.Length - 1)

    {
        Row = row
        Lines = lines
        Y = y + height / 2.0
    },
    y + height

let private placeGroup ownAxis axis top (group: Group) =
    let titles = Lettering.wrap titleSize mostName group.Title
    let first = top + titleHeight + nameLine * float (titles.Length - 1)
    let rows, bottom = group.Rows |> List.mapFold placeRow first

    {
        Group = group
        Titles = titles
        Axis = axis group
        Top = top
        Bottom = bottom
        Rows = rows
    },
    bottom + gap + (if ownAxis then axisHeight else 0.0)

/// Gives every part its place.
let layOut (forest: Forest) =
    let rows = forest.Groups |> List.collect _.Rows
    let shared = axisOf rows

    let axis (group: Group) =
        if forest.SharesAxis then shared else axisOf group.Rows

    let groups, bottom =
        forest.Groups |> List.mapFold (placeGroup (not forest.SharesAxis) axis) top

    let left =
        28.0
        + max
            (groups |> List.collect _.Rows |> List.collect _.Lines |> widest 12.0)
            (groups |> List.collect _.Titles |> widest titleSize)

    let numberLeft = left + plotWidth + 14.0
    let noteLeft = numberLeft + widest 12.0 (rows |> List.map _.Numbers) + 14.0

    {
        Left = left
        Groups = groups
        NumberLeft = numberLeft
        NoteLeft = noteLeft
        Width = noteLeft + widest 12.0 (rows |> List.map _.Note) + 16.0
        Bottom = bottom
    }
