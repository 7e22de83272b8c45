/// Features as pictures.
module internal SparsePlugins.DictionaryViews.AtomFigure

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.DictionaryViews.Dictionaries
open SparsePlugins.DictionaryViews.Rows
open SparsePlugins.DictionaryViews.Wording

/// Most variants whose features are shown as pictures.
let private mostPictured = 6

/// Features as pictures, of the first seed, where the source says that activations are pictures.
let draw (variants: Variant list) =
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
                                Variant = subject.Name
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
