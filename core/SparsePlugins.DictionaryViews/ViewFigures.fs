/// The four figures of dictionaries, each over the variants of a setting in the order that they are given.
module internal SparsePlugins.DictionaryViews.ViewFigures

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.DictionaryViews.Dictionaries
open SparsePlugins.DictionaryViews.Rows

let private nameOf (subject: Variant) =
    if subject.IsBaseline then
        $"{subject.Name} (baseline)"
    else
        subject.Name

let private percent share =
    if share = 0.0 then
        "0 %"
    elif share < 0.001 then
        "< 0.1 %"
    else
        Numbers.fixedTo (if share < 0.1 then 1 else 0) (100.0 * share) + " %"

let private words title subtitle description : Sheet.Words =
    {
        Title = title
        Subtitle = subtitle
        Description = description
    }

/// Bars that are empty in every row are left out at the left.
let private firstUsed (rows: float list list) =
    rows
    |> List.transpose
    |> List.tryFindIndex (List.exists (fun share -> share > 0.0))
    |> Option.defaultValue 0

/// How often features fire.
let densities (variants: Variant list) =
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
                                    Name = nameOf subject
                                    Note = $"{percent share} ≥ 0.9"
                                    Content = matches |> List.map (fun one -> List.ofSeq one.Found) |> averaged
                                }
                        ]
                }
        )

/// Most variants whose features are shown as pictures.
let private mostPictured = 6

/// Features as pictures, of the first seed, where the source says that activations are pictures.
let atoms (variants: Variant list) =
    let rows =
        [
            for subject in variants do
                match
                    subject.Records
                    |> List.sortBy _.Seed
                    |> List.tryFind (fun record -> not (isNull record.Dictionary))
                with
                | None -> ()
                | Some record ->
                    match record.Dictionary, shapeOf record with
                    | null, _
                    | _, None -> ()
                    | facts, Some(_, columns) ->
                        match atomsOf columns facts with
                        | [] -> ()
                        | atoms ->
                            {
                                Name = nameOf subject
                                Note = ""
                                Content = atoms
                            }
        ]
        |> List.truncate mostPictured

    if rows.IsEmpty then
        None
    else
        Some(
            Atoms.draw
                {
                    Words =
                        words
                            "Features as pictures"
                            "dictionary rows of one seed, from the one that fires most often to the rarest; blue positive, orange negative, each scaled to its largest value"
                            "Rows of the dictionary as pictures, a line for every variant."
                    Rows = rows
                }
        )
