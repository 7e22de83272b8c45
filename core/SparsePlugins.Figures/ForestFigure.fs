/// A forest as a drawing.
module SparsePlugins.Figures.ForestFigure

open System
open SparsePlugins.Statistics
open SparsePlugins.Figures.Forest
open SparsePlugins.Figures.ForestFrame

let private gridLine (frame: Frame) axis value top bottom =
    let x = frame.X axis value
    Svg.line (x, top) (x, bottom) [ "stroke", (if value = 0.0 then Palette.faint else Palette.grid) ]

let private tick (frame: Frame) (axis: Scale.Scale) y value =
    Svg.text (frame.X axis value, y) (Sheet.label "middle" 12.0 Palette.faint) (TickText.label axis value)

/// A grid with its numbers below: over all groups, or under each.
let private grid (frame: Frame) (forest: Forest) =
    match frame.Groups with
    | first :: _ when forest.SharesAxis ->
        [
            for value in first.Axis.Ticks do
                gridLine frame first.Axis value top frame.Bottom
                tick frame first.Axis (frame.Bottom + 18.0) value
        ]
    | groups ->
        [
            for group in groups do
                for value in group.Axis.Ticks do
                    gridLine frame group.Axis value (group.Top + 22.0) group.Bottom
                    tick frame group.Axis (group.Bottom + 16.0) value
        ]

/// The same axis in percents of the baseline, in the line of the group's title.
let private percents (frame: Frame) (group: PlacedGroup) =
    let reference = group.Group.Reference

    if not (Double.IsFinite reference) || reference <= 0.0 then
        []
    else
        let share = 100.0 / reference
        let axis = Scale.nice 5 (share * group.Axis.Lower, share * group.Axis.Upper)

        [
            for value in axis.Ticks do
                let x = group.Axis.Place (frame.Left, frame.Right) (value / share)
                let text = Numbers.signed axis.Decimals value + " %"
                let half = Lettering.width 11.0 text / 2.0

                // The title ends at the left edge.
                if x - half >= frame.Left && x <= frame.Right then
                    Svg.line (x, group.Top + 21.0) (x, group.Top + 25.0) [ "stroke", Palette.faint ]
                    Svg.text (x, group.Top + 17.0) (Sheet.label "middle" 11.0 Palette.faint) text
        ]

/// What the sides mean, each on its side of zero, where there is room for it.
let private sides (frame: Frame) (forest: Forest) =
    let below, above = forest.Sides
    let zero = frame.X frame.Groups.Head.Axis 0.0

    let text x anchor words room =
        if Lettering.width 12.0 words < room then
            [ Svg.text (x, top - 8.0) (Sheet.label anchor 12.0 Palette.faint) words ]
        else
            []

    text (zero - 8.0) "end" $"← {below}" (zero - 24.0)
    @ text (zero + 8.0) "start" $"{above} →" (frame.Width - zero - 24.0)

let private interval (frame: Frame) axis y width opacity (interval: Interval) =
    if Double.IsFinite interval.Lower && Double.IsFinite interval.Upper then
        [
            Svg.line
                (frame.X axis interval.Lower, y)
                (frame.X axis interval.Upper, y)
                [
                    "stroke", Palette.ink
                    "stroke-width", Svg.number width
                    "stroke-opacity", Svg.number opacity
                ]
        ]
    else
        []

/// A filled circle for a claim, an open one for none, and a diamond for the baseline.
let private mark (row: Row) (x, y) =
    if row.IsBaseline then
        Markers.draw
            3
            {
                Color = Palette.ink
                Dash = ""
                Width = 2.0
            }
            (x, y)
    else
        let fill = if row.IsClaim then Palette.ink else "#ffffff"
        Svg.circle (x, y) 4.0 [ "fill", fill; "stroke", Palette.ink; "stroke-width", "1.6" ]

let private lines x middle attributes (texts: string list) =
    let first = middle + 4.0 - 7.0 * float (texts.Length - 1)

    texts
    |> List.mapi (fun index text -> Svg.text (x, first + 14.0 * float index) attributes text)

let private row (frame: Frame) axis (placed: PlacedRow) =
    let row, y = placed.Row, placed.Y

    let note x text =
        Svg.text (x, y + 4.0) (Sheet.label "start" 12.0 (if row.IsClaim then Palette.ink else Palette.faint)) text

    lines (frame.Left - 12.0) y (Sheet.label "end" 12.0 Palette.ink) placed.Lines
    @ interval frame axis y 8.0 0.18 row.Bootstrap
    @ interval frame axis y 1.6 1.0 row.Difference.Interval
    @ [
        mark row (frame.X axis row.Difference.Mean, y)
        note frame.NumberLeft row.Numbers
        note frame.NoteLeft row.Note
    ]
    |> Sheet.ofVariants [ row.Variant ]

let private group (frame: Frame) (placed: PlacedGroup) =
    let middle = placed.Top + 13.0 + 7.0 * float (placed.Titles.Length - 1)
    let title = ("font-weight", "600") :: Sheet.label "end" 12.0 Palette.ink

    lines (frame.Left - 12.0) middle title placed.Titles
    @ percents frame placed
    @ List.map (row frame placed.Axis) placed.Rows

/// The whole drawing; of one group at least.
let draw (forest: Forest) =
    let frame = layOut forest

    Sheet.draw
        (frame.Width, frame.Bottom + 52.0)
        16.0
        {
            Title = forest.Title
            Subtitle = forest.Subtitle
            Description = forest.Description
        }
        [
            Svg.group [] (grid frame forest @ sides frame forest)
            Svg.group [] (List.collect (group frame) frame.Groups)
            Svg.text
                ((frame.Left + frame.Right) / 2.0, frame.Bottom + 40.0)
                (Sheet.label "middle" 12.0 Palette.ink)
                forest.XLabel
        ]
