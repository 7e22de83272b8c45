/// Figures with a row for every variant: its name at the left, a number at the right, and something between.
module internal SparsePlugins.DictionaryViews.Rows

open SparsePlugins.Figures

type Row<'content> =
    {
        /// By which a page finds the row.
        Variant: string
        Name: string
        /// What a number says of the row: `2 % never`.
        Note: string
        Content: 'content
    }

/// Where the rows lie, in pixels.
type Frame =
    {
        Left: float
        Right: float
        Top: float
        RowHeight: float
        Count: int
        Width: float
    }

    member frame.Bottom = frame.Top + frame.RowHeight * float frame.Count

    member frame.RowTop index =
        frame.Top + frame.RowHeight * float index

let private top = 70.0

/// The widest name; longer ones lose their middle.
let private mostName = 220.0

let private widest size texts =
    texts |> List.map (Lettering.width size) |> List.fold max 0.0

/// For rows of a height whose middle part has a width.
let layOut width rowHeight (rows: Row<'content> list) =
    let left = 24.0 + min mostName (rows |> List.map _.Name |> widest 12.0)
    let right = left + width

    {
        Left = left
        Right = right
        Top = top
        RowHeight = rowHeight
        Count = rows.Length
        Width = right + 24.0 + (rows |> List.map _.Note |> widest 11.0)
    }

/// The name and the note, on the middle line of the row.
let private labels (frame: Frame) index (row: Row<'content>) =
    let y = frame.RowTop index + frame.RowHeight / 2.0 + 4.0

    [
        Svg.text
            (frame.Left - 10.0, y)
            (Sheet.label "end" 12.0 Palette.ink)
            (Lettering.cutMiddle 12.0 mostName row.Name)
        Svg.text (frame.Right + 8.0, y) (Sheet.label "start" 11.0 Palette.faint) row.Note
    ]

/// Every row with its labels.
let labelled (frame: Frame) content (rows: Row<'content> list) =
    rows
    |> List.mapi (fun index row -> Sheet.ofVariants [ row.Variant ] (content index row @ labels frame index row))

/// A tick of the axis below the rows.
let tick (frame: Frame) x text =
    [
        Svg.line (x, frame.Top) (x, frame.Bottom) [ "stroke", Palette.grid ]
        Svg.text (x, frame.Bottom + 16.0) (Sheet.label "middle" 11.0 Palette.faint) text
    ]

let axisLabel (frame: Frame) text =
    Svg.text ((frame.Left + frame.Right) / 2.0, frame.Bottom + 36.0) (Sheet.label "middle" 12.0 Palette.ink) text

/// The sheet with the rows, and room below them.
let draw (frame: Frame) words below children =
    Sheet.draw (max 420.0 frame.Width, frame.Bottom + below) 16.0 words children
