/// Which true features were found, and how well.
module internal SparsePlugins.DictionaryViews.MatchFigures

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.DictionaryViews.Dictionaries
open SparsePlugins.DictionaryViews.Rows
open SparsePlugins.DictionaryViews.Wording

let private found (matches: MatchFacts list) =
    let counts = matches |> List.map (fun one -> List.ofSeq one.Cosines) |> summed
    let whole = List.sum counts

    counts,
    whole,
    float (counts |> List.skip (counts.Length * 9 / 10) |> List.sum)
    / float (max 1 whole)

let private matched (variants: Variant list) =
    variants
    |> List.map (fun subject -> subject, matchesOf subject)
    |> List.filter (fun (_, matches) -> not matches.IsEmpty)

/// How well true features are matched.
let cosines (variants: Variant list) =
    match matched variants with
    | [] -> None
    | rows ->
        Some(
            Bars.draw
                {
                    Words =
                        words
                            "How well true features are matched"
                            "share of the true features by their largest cosine with a dictionary row, at the end, all seeds"
                            "A histogram of the best cosines for every variant."
                    Apart = ""
                    AxisLabel = "largest cosine of a true feature with a dictionary row"
                    Ticks =
                        [
                            for tenth in 0..2..10 -> float (5 * tenth), Numbers.fixedTo 1 (float tenth / 10.0)
                        ]
                    Rows =
                        [
                            for subject, matches in rows ->
                                let counts, whole, share = found matches

                                {
                                    Variant = subject.Name
                                    Name = nameOf subject
                                    Note = $"{percent share} ≥ 0.9"
                                    Content =
                                        {
                                            Shares = shares whole counts
                                            Apart = None
                                        }
                                }
                        ]
                }
        )

/// Which true features were found by whom.
let strip (variants: Variant list) =
    match matched variants with
    | [] -> None
    | rows ->
        let features = (snd rows.Head).Head.TrueFeatures

        let grouped =
            if features > DictionaryFacts.MostFound then
                $"; a cell is the mean over {features / DictionaryFacts.MostFound} or more neighbours"
            else
                ""

        Some(
            Strips.draw
                {
                    Words =
                        words
                            "Which true features were found by whom"
                            $"largest cosine of every true feature with a dictionary row, mean over seeds, at the end{grouped}"
                            "A strip for every variant: dark where the true feature of that rank was found."
                    AxisLabel = "true features, from the most frequent to the rarest"
                    Ticks =
                        [
                            for quarter in 0..4 ->
                                let place = float quarter / 4.0
                                place, Numbers.whole (max 1L (int64 (round (place * float features))))
                        ]
                    Rows =
                        [
                            for subject, matches in rows ->
                                let _, _, share = found matches

                                {
                                    Variant = subject.Name
                                    Name = nameOf subject
                                    Note = $"{percent share} ≥ 0.9"
                                    Content = matches |> List.map (fun one -> List.ofSeq one.Found) |> averaged
                                }
                        ]
                }
        )
