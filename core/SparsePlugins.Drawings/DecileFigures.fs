/// Figures of recovery by frequency.
module SparsePlugins.Drawings.DecileFigures

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Documents.Document

/// Most variants that are drawn.
let private most = 8

let private series styleOf (table: DecileTable) (row: DecileRow) : Chart.MarkSeries =
    let marks =
        List.map2
            (fun decile (cell: Compared) -> Chart.mark row.Variant.Name (float decile) cell.Value)
            table.Deciles
            row.AtEnd

    {
        Name = row.Variant.Name
        Style = styleOf row.Variant
        Marks = marks
        Line = [ for mark in marks -> mark.X, mark.Y ]
    }

let private chart (section: Section) (table: DecileTable) : Chart.Chart =
    let variants, note = ShownVariants.shown most section
    let where = if section.Setting = "" then "" else $", {section.Setting}"

    let rows =
        table.Rows
        |> List.filter (fun row -> variants |> List.exists (fun subject -> subject.Name = row.Variant.Name))

    let names = rows |> List.map _.Variant.Name |> String.concat ", "

    {
        Title = $"{table.Title} at the end by decile of firing probability{where}"
        Subtitle = $"mean over seeds and 95 %% interval{note}"
        Description =
            $"{table.Title} of each tenth of the true features, from those that fire least often to those that fire most often, for {names}; the report's tables hold the numbers."
        XLabel = "decile of firing probability (1: fires least often)"
        YLabel = $"{BetterSide.Higher.Directed table.Title} at the end"
        XAxis = Scale.at false (List.map float table.Deciles)
        IsLogarithmicY = false
        Series = rows |> List.map (series (ShownVariants.styleOf section) table)
        Levels = []
        Apart = 5.0
    }

/// The figure of a table with two deciles or more.
let ofTable (prefix: string) (section: Section) (table: DecileTable) =
    if table.Deciles.Length < 2 then
        []
    else
        let chart = chart section table

        [
            {
                Path = $"figures/{prefix}{FigureNames.slug table.Family}-by-decile.svg"
                Title = chart.Title
                Drawing = Still(ChartFigure.draw chart)
            }
        ]
