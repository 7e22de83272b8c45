namespace SparsePlugins.Paper

open SparsePlugins.Documents
open SparsePlugins.Figures

/// What a figure of a paper shows.
type PaperDrawing =
    /// Curves, and what their values are: `MMCS`.
    | Curves of valueLabel: string * Plot.Plot
    | Differences of Forest.Forest

type PaperFigure =
    {
        /// Of its files, without an ending.
        Name: string
        Caption: string
        Drawing: PaperDrawing
    }

type PaperTable =
    {
        Name: string
        Caption: string
        Header: string list
        Rows: Cells.Cell list list
    }

/// The files that a paper takes from a report.
module PaperKit =
    let private drawn drawing =
        match drawing with
        | Curves(label, plot) -> ColumnCurves.draw label plot
        | Differences forest -> ColumnForest.draw forest

    let private figure (figure: PaperFigure) =
        let drawing, height = drawn figure.Drawing

        [
            $"{figure.Name}.svg", Svg.render drawing
            $"{figure.Name}.pdf", PdfFile.render (PdfPage.ofDrawing (Column.width, height) drawing)
        ]

    let private captions (figures: PaperFigure list) =
        "% \\usepackage{graphicx}\n\n"
        + (figures
           |> List.map (fun figure -> Latex.figure figure.Name figure.Caption)
           |> String.concat "\n")

    let private tables (tables: PaperTable list) =
        "% \\usepackage{booktabs}\n\n"
        + (tables
           |> List.map (fun table -> Latex.table table.Name table.Caption table.Header table.Rows)
           |> String.concat "\n")

    /// Paths and contents: every figure as SVG and PDF, `figures.tex` with captions to paste, `tables.tex` and `methods.bib`. `sources` has
    /// the components that took part, each with the source that it states.
    let files (figures: PaperFigure list) (tables': PaperTable list) (sources: (string * string) list) =
        List.collect figure figures
        @ [
            "figures.tex", captions figures
            "tables.tex", tables tables'
            "methods.bib", Bibliography.render sources
        ]
