namespace SparsePlugins.Manifests

open SparsePlugins.Specs

/// Where in the manifest the reader stands, as problems write it (`source.with.features`) and as labels do (`source.features`).
type Place = { Path: string; Label: string }

module Place =
    let root = { Path = ""; Label = "" }

    let private join parent key =
        if parent = "" then key else $"{parent}.{key}"

    let key name place =
        {
            Path = join place.Path name
            Label = join place.Label name
        }

    /// A key that labels leave out: `use`, `with`.
    let silent name (place: Place) =
        { place with
            Path = join place.Path name
        }

    let item (index: int) place =
        {
            Path = $"{place.Path}[{index}]"
            Label = $"{place.Label}[{index}]"
        }

    let alternative (index: int) (place: Place) =
        { place with
            Path = $"{place.Path}.each[{index}]"
        }
