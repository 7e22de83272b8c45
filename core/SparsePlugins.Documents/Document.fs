/// What a report says, before it is Markdown or HTML. Every text is plain: each form escapes it in its own way.
module SparsePlugins.Documents.Document

open SparsePlugins.Figures

type Inline =
    | Plain of string
    | Strong of string
    | Code of string

type Drawing =
    /// Curves of a measurement in a setting, which a page may let its reader explore.
    | Curves of setting: string * measurement: string * plot: Plot.Plot
    /// An `svg` element.
    | Still of Svg

type Picture =
    {
        /// Relative to the report, with `/`: `figures/mmcs.svg`.
        Path: string
        Title: string
        Drawing: Drawing
    }

type Block =
    /// Level 1 is the title.
    | Heading of level: int * text: string
    /// Lines that answer, the verdict first.
    | Answer of lines: string list
    | Warnings of string list
    | Paragraph of Inline list
    /// What stands below a figure.
    | Caption of string
    | Bullets of Inline list list
    /// Names and what holds for them.
    | Facts of (string * Inline list) list
    | Table of header: string list * rows: Cells.Cell list list
    | Picture of Picture
    /// Figures to be seen at once, side by side where there is room.
    | Gallery of Picture list
    /// Text that is shown as it is, folded away.
    | Details of summary: string * language: string * text: string
    /// Paragraphs, bullets and tables that few readers need, folded away.
    | Folded of summary: string * blocks: Block list

/// The drawing as an `svg` element.
let drawn (picture: Picture) =
    match picture.Drawing with
    | Curves(_, _, plot) -> CurveFigure.draw plot
    | Still svg -> svg

let pictures blocks =
    blocks
    |> List.collect (function
        | Picture picture -> [ picture ]
        | Gallery pictures -> pictures
        | Heading _
        | Answer _
        | Warnings _
        | Paragraph _
        | Caption _
        | Bullets _
        | Facts _
        | Table _
        | Details _
        | Folded _ -> [])

/// The level and the text of a block that begins a part.
let headingOf block =
    match block with
    | Heading(level, text) -> Some(level, text)
    | Warnings _ -> Some(2, "Warnings")
    | Answer _
    | Paragraph _
    | Caption _
    | Bullets _
    | Facts _
    | Table _
    | Picture _
    | Gallery _
    | Details _
    | Folded _ -> None

/// Whether a block is text that is shown as it is.
let isListing block =
    match block with
    | Details _ -> true
    | Heading _
    | Answer _
    | Warnings _
    | Paragraph _
    | Caption _
    | Bullets _
    | Facts _
    | Table _
    | Picture _
    | Gallery _
    | Folded _ -> false

/// Blocks that few readers need; nothing where there are none.
let fold title blocks =
    match blocks with
    | [] -> []
    | blocks -> [ Folded(title, blocks) ]
