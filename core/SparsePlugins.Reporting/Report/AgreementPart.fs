/// The part of a report on how far the dictionaries of different seeds have the same features.
module internal SparsePlugins.Reporting.AgreementPart

open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Documents
open SparsePlugins.Documents.Document

let private decimals = 3

let private cells hasBaseline (row: AgreementRow) =
    let value (estimate: Estimate) =
        TableCells.value decimals estimate.Count estimate

    [
        TableCells.name row.Variant
        value row.Cosine
        if hasBaseline then
            TableCells.difference decimals row.Difference
        value row.Above07
        value row.Above09
        Cells.Count(int64 row.Seeds)
    ]

let private table (setting, rows: AgreementRow list) =
    let hasBaseline = rows |> List.exists _.Difference.IsSome

    [
        if setting <> "" then
            Paragraph [ Strong setting ]
        Table(
            [
                "variant"
                "mean cosine"
                if hasBaseline then
                    "difference to baseline"
                "above 0.7"
                "above 0.9"
                "seeds"
            ],
            rows |> List.map (cells hasBaseline)
        )
    ]

/// Nothing where no dictionaries were compared.
let blocks (summary: Summary) =
    match summary.Agreements with
    | [] -> []
    | rows ->
        Heading(2, "Agreement of seeds")
        :: (rows |> List.groupBy _.Setting |> List.collect table)
        @ [
            Paragraph
                [
                    Plain
                        "Features of two seeds are matched one to one so that the sum of their cosines is largest; shown are means over all pairs of seeds, and shares of matched features. Pairs share seeds, so intervals are the jackknife's over seeds, and differences are paired by seed."
                ]
        ]
