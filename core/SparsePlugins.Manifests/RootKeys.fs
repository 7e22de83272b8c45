namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Finds and reads the keys at the root of a manifest.
module internal RootKeys =
    let private known = ManifestSchema.keys |> List.map _.Name

    /// Reads a key of the root, or says that it is missing.
    let at
        (key: ManifestKey)
        (root: YamlNode)
        entries
        (read: Place -> YamlNode -> 'T)
        (absent: Problem option -> 'T)
        : 'T =
        let place = Place.key key.Name Place.root

        match OptionReader.tryEntry key.Name entries with
        | Some entry -> read place entry.Value
        | None when key.Required && OptionReader.isMistyped known key.Name entries -> absent None
        | None when key.Required ->
            let rule = $" ({key.Summary.TrimEnd '.'}); add the key '{key.Name}'"
            absent (Some(Problem.because (Missing rule) root.Position key.Name))
        | None -> absent None

    /// A key with one value; none where it isn't stated.
    let trySingle (key: Key<'T>) (root: YamlNode) entries : Checked<Stated<'T> option> =
        OptionReader.fields Place.root root.Position [ key.Field ] entries
        |> Checked.map (Key.tryGet key)

    /// A key with one value, or its default.
    let stated (key: Key<'T>) (root: YamlNode) entries : Checked<Stated<'T>> =
        OptionReader.fields Place.root root.Position [ key.Field ] entries
        |> Checked.map (Key.get key)

    /// The value of such a key.
    let single (key: Key<'T>) (root: YamlNode) entries : Checked<'T> =
        stated key root entries |> Checked.map _.Value

    /// A part that can't be read, for a reason that may be stated already.
    let failed problem =
        Checked.problems (Option.toList problem)

    /// A section of keys; absent, each has its default.
    let section (key: ManifestKey) (section: KeySection<'T>) (root: YamlNode) entries : Checked<'T> =
        let absent problem =
            if key.Required then
                failed problem
            else
                OptionReader.sectionIn (Place.key key.Name Place.root) root.Position section []

        at key root entries (OptionReader.section section) absent

    /// Keys of the root that aren't known; one that belongs into a section says so.
    let unknown entries =
        let home name =
            [
                ManifestSchema.training
                ManifestSchema.autoencoder
                ManifestSchema.evaluation
            ]
            |> List.tryFind (fun section -> section.Fields |> List.exists (fun field -> field.Option.Name = name))

        let place (problem: Problem) (entry: YamlEntry) =
            match home entry.Key with
            | Some section ->
                { problem with
                    Fault = MisplacedKey(entry.Key, $"{section.Name}.{entry.Key}")
                }
            | None -> problem

        entries
        |> List.collect (fun entry ->
            OptionReader.unknown Place.root "key" known [ entry ]
            |> List.map (fun problem -> place problem entry))
