/// The part of a report on how far the dictionaries of different seeds have the same features.
module internal SparsePlugins.Reporting.AgreementPart

open SparsePlugins.Analysis
open SparsePlugins.Records
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
                "MCC between seeds"
                if hasBaseline then
                    "difference to baseline"
                "above 0.7"
                "above 0.9"
                "seeds"
            ],
            rows |> List.map (cells hasBaseline)
        )
    ]

let private meaning =
    "Features of two seeds are matched one to one so that the sum of their cosines is largest (MCC); shown are means over all pairs of seeds, and shares of matched features. "
    + "Pairs share seeds, so intervals are the jackknife's over seeds, and differences are paired by seed."

/// Finished runs without weights are in no pair.
let private missing (summary: Summary) =
    let isFinished (record: RunRecord) =
        record.Outcome = Completed || record.Outcome = Stopped

    let finished = summary.Records |> List.filter isFinished
    let without = finished |> List.filter (fun record -> record.Weights = "")

    [
        if not without.IsEmpty then
            Paragraph
                [
                    Plain
                        $"""{without.Length} of {Numbers.counted finished.Length "finished run"} kept no weights and can't be compared; to compare them, run the manifest with --fresh and without --no-weights."""
                ]
    ]

/// Nothing where nobody asked for a comparison.
let blocks (summary: Summary) =
    match summary.Agreements with
    | None -> []
    | Some rows ->
        [
            Heading(2, "Agreement between seeds")
            if rows.IsEmpty then
                Paragraph [ Plain "No variant has the weights of two seeds to compare." ]
        ]
        @ (rows |> List.groupBy _.Setting |> List.collect table)
        @ missing summary
        @ (if rows.IsEmpty then [] else [ Paragraph [ Plain meaning ] ])
