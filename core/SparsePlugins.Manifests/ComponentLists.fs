namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Reads lists of components: those that are compared, and those that all take part.
module internal ComponentLists =
    open Tree

    let private entries (catalog: Catalog) kind (place: Place) read (node: YamlNode) : Checked<'T> list =
        let example =
            match catalog.OfKind kind with
            | schema :: _ -> $"such as [{schema.Name}]"
            | [] -> $"but no plugin with a {ComponentReader.noun kind} is there"

        match node with
        | Each(each, _) ->
            [
                Checked.problem
                    each.KeyPosition
                    place.Path
                    "'each' can't stand for the whole list; list its values as entries"
            ]
        | { Value = Sequence [] } ->
            [
                Checked.problem
                    node.Position
                    place.Path
                    $"is empty; list at least one {ComponentReader.noun kind}, {example}"
            ]
        | { Value = Sequence items } -> items |> List.mapi (fun index item -> read (Place.item index place) item)
        | { Value = Broken _ } -> [ Checked.problems [] ]
        | { Value = Scalar _ | Mapping _ } ->
            [
                Checked.problem node.Position place.Path $"must be a list, {example}; got {Tree.noun node}"
            ]

    /// Components that are compared: an entry with axes gives one entry per combination of their values.
    let private comparedAs
        (make: ComparedEntry -> 'E -> ComparedEntry)
        catalog
        kind
        extras
        words
        (place: Place)
        (node: YamlNode)
        : Checked<ComparedEntry> list =
        let read (place: Place) (item: YamlNode) =
            let bare =
                {
                    Entered = None
                    Revival = None
                    Training = Map.empty
                    As = None
                    Position = item.Position
                    Path = place.Path
                }

            ComponentReader.readOrNone catalog kind (EntryLabels.beside extras) words place item
            |> Checked.map (fun read ->
                match read with
                | Some(entered, (extra, label)) ->
                    make
                        { bare with
                            Entered = Some entered
                            As = label
                        }
                        extra
                | None -> bare)

        entries catalog kind place read node

    /// Initializers that are compared.
    let comparedInitializers catalog place node =
        comparedAs
            (fun entry () -> entry)
            catalog
            ComponentKind.Initializer
            (EntryReader.ofSection KeySection.none)
            []
            place
            node

    /// Architectures that are compared, each with what it states in place of `training`.
    let comparedArchitectures catalog place node =
        let make (entry: ComparedEntry) own = { entry with Training = own }

        comparedAs make catalog Architecture OwnTraining.reader [] place node

    /// Reinitializers that are compared, or none.
    let comparedRevivals catalog place node =
        let make (entry: ComparedEntry) revival = { entry with Revival = Some revival }

        comparedAs
            make
            catalog
            ComponentKind.Reinitializer
            (EntryReader.ofSection RevivalKeys.section)
            [ ManifestSchema.none ]
            place
            node

    /// Components that all take part, without axes.
    let together catalog kind (extras: KeySection<'E>) reason (place: Place) node : Checked<Entered * 'E> list =
        entries
            catalog
            kind
            place
            (fun place item -> Axes.fixedly reason place (ComponentReader.read catalog kind extras) item)
            node
