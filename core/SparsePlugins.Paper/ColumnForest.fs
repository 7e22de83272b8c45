/// Paired differences in one column.
module internal SparsePlugins.Paper.ColumnForest

open System
open SparsePlugins.Figures
open SparsePlugins.Figures.Forest

let private rowHeight, private titleHeight, private axisHeight = 11.0, 13.0, 12.0
let private nameRoom, private numberRoom = 76.0, 70.0

let private left, private right = nameRoom + 4.0, Column.width - numberRoom - 4.0

let private ends (row: Row) =
    [ row.Difference.Mean; row.Difference.Lower; row.Difference.Upper ]
    |> List.filter Double.IsFinite

let private axisOf (groups: Group list) =
    let values = 0.0 :: (groups |> List.collect _.Rows |> List.collect ends)
    Scale.nice 3 (List.min values, List.max values)

/// The mean and the percents of `-294 (-376 to -216), -28 %`.
let private shortNumbers (row: Row) =
    if row.IsBaseline then
        row.Numbers
    else
        let mean = row.Numbers.Split(" (")[0]

        match row.Numbers.LastIndexOf ", " with
        | place when place > 0 && row.Numbers.EndsWith '%' -> $"{mean} ({row.Numbers.Substring(place + 2)})"
        | _ -> mean

let private interval (axis: Scale.Scale) y (row: Row) =
    let x value =
        value |> max axis.Lower |> min axis.Upper |> axis.Place(left, right)

    let mean = x row.Difference.Mean

    [
        if row.Difference.HasInterval then
            Svg.line
                (x row.Difference.Lower, y)
                (x row.Difference.Upper, y)
                [ "stroke", Palette.ink; "stroke-width", "0.8" ]
        if row.IsBaseline then
            Svg.line (mean, y - 3.0) (mean, y + 3.0) [ "stroke", Palette.ink; "stroke-width", "1" ]
        else
            Svg.circle
                (mean, y)
                2.2
                [
                    "fill", (if row.IsClaim then Palette.ink else "#ffffff")
                    "stroke", Palette.ink
                    "stroke-width", "0.8"
                ]
    ]

let private row axis y (row: Row) =
    [
        Svg.text
            (nameRoom, y + 2.7)
            (Column.label "end" Column.size Palette.ink)
            (Column.cut Column.size nameRoom row.Name)
        yield! interval axis y row
        Svg.text
            (right + 6.0, y + 2.5)
            (Column.label "start" Column.small Palette.faint)
            (Column.cut Column.small numberRoom (shortNumbers row))
    ]

let private grid (axis: Scale.Scale) y height =
    [
        for tick in axis.Ticks do
            let x = axis.Place (left, right) tick
            let color = if tick = 0.0 then Palette.faint else Palette.grid
            Svg.line (x, y) (x, y + height) [ "stroke", color; "stroke-width", "0.5" ]
            Svg.text (x, y + height + 8.0) (Column.label "middle" Column.small Palette.faint) (TickText.label axis tick)
    ]

let private heightOf (group: Group) =
    titleHeight + rowHeight * float group.Rows.Length + axisHeight

let private group (axis: Scale.Scale) y (group: Group) =
    let first = y + titleHeight

    [
        Svg.text (0.0, y + 8.0) (("font-weight", "600") :: Column.label "start" Column.size Palette.ink) group.Title
        yield! grid axis first (rowHeight * float group.Rows.Length)
        for index, content in List.indexed group.Rows do
            yield! row axis (first + rowHeight * (float index + 0.5)) content
    ]

/// The drawing and its height in points.
let draw (forest: Forest) =
    let shared = axisOf forest.Groups
    let tops = forest.Groups |> List.map heightOf |> List.scan (+) 0.0
    let height = List.last tops + 13.0

    let axis one =
        if forest.SharesAxis then shared else axisOf [ one ]

    let label = forest.XLabel.Split([| " ("; ", each" |], StringSplitOptions.None)[0]

    Column.sheet
        height
        forest.Description
        [
            for y, one in List.zip (List.take forest.Groups.Length tops) forest.Groups do
                Svg.group [] (group (axis one) y one)
            Svg.text
                (Column.width / 2.0, height - 4.0)
                (Column.label "middle" Column.size Palette.ink)
                (Column.cut Column.size Column.width label)
        ],
    height
