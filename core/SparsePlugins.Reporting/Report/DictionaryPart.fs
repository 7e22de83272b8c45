/// The part of a report that shows dictionaries.
module internal SparsePlugins.Reporting.DictionaryPart

open SparsePlugins.Analysis
open SparsePlugins.DictionaryViews
open SparsePlugins.Documents.Document
open SparsePlugins.Drawings

/// Of the variants that figures have room for; nothing where records say nothing of their dictionaries.
let blocks level prefix (section: Section) =
    let pictures = ShownVariants.drawn section |> DictionaryPictures.ofVariants

    if pictures.IsEmpty then
        []
    else
        Heading(level, "Dictionaries")
        :: [
            for picture in pictures ->
                Picture
                    {
                        Path = $"figures/{prefix}{picture.Name}.svg"
                        Title = picture.Title
                        Drawing = Still picture.Drawing
                    }
        ]
