namespace SparsePlugins.DictionaryViews

open SparsePlugins.Analysis
open SparsePlugins.Figures

/// A figure of dictionaries.
type DictionaryPicture =
    {
        /// `density-histogram`, for names of files.
        Name: string
        Title: string
        Drawing: Svg
    }

/// The figures that show dictionaries, from what records keep of them.
module DictionaryPictures =
    /// Of variants in the order in which they are to stand; nothing where no record says what its dictionary is like.
    let ofVariants (variants: Variant list) : DictionaryPicture list =
        [
            "density-histogram", "How often features fire", DensityFigure.draw
            "found-features", "Which true features were found by whom", MatchFigures.strip
            "best-cosines", "How well true features are matched", MatchFigures.cosines
            "feature-pictures", "Features as pictures", AtomFigure.draw
        ]
        |> List.choose (fun (name, title, draw) ->
            draw variants
            |> Option.map (fun drawing ->
                {
                    Name = name
                    Title = title
                    Drawing = drawing
                }))
