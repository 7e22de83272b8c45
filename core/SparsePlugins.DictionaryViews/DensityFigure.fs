/// How often the features of dictionaries fire.
module internal SparsePlugins.DictionaryViews.DensityFigure

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.DictionaryViews.Dictionaries
open SparsePlugins.DictionaryViews.Rows
open SparsePlugins.DictionaryViews.Wording

/// Bars that are empty in every row are left out at the left.
let private firstUsed (rows: float list list) =
    rows
    |> List.transpose
    |> List.tryFindIndex (List.exists (fun share -> share > 0.0))
    |> Option.defaultValue 0

/// Of variants in their order; None where no record says it.
let draw (variants: Variant list) =
    let rows =
        [
            for subject in variants do
                let facts = factsOf subject
                let never = facts |> List.sumBy _.Never
                let counts = facts |> List.map (fun one -> List.ofSeq one.Densities) |> summed
                let whole = never + List.sum counts

                if whole > 0 then
                    subject, shares whole counts, float never / float whole
        ]

    if rows.IsEmpty then
        None
    else
        // A whole decade begins the axis.
        let first = firstUsed (rows |> List.map (fun (_, shares, _) -> shares)) / 4 * 4
        let decades = (DictionaryFacts.DensityBins - first) / 4

        Some(
            Bars.draw
                {
                    Words =
                        words
                            "How often features fire"
                            "share of the dictionary's features by the share of rows in which they fire, at the end, all seeds; orange: features that never fire"
                            "A histogram of firing frequencies for every variant."
                    Apart = "never"
                    AxisLabel = "share of the evaluation rows (log scale)"
                    Ticks =
                        [
                            for decade in 0..decades ->
                                float (4 * decade), Numbers.exact (10.0 ** float (decade - decades))
                        ]
                    Rows =
                        [
                            for subject, shares, never in rows ->
                                {
                                    Variant = subject.Name
                                    Name = nameOf subject
                                    Note = $"{percent never} never"
                                    Content =
                                        {
                                            Shares = List.skip first shares
                                            Apart = Some never
                                        }
                                }
                        ]
                }
        )
