namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Reads the keys of an entry beside `use` and `with`.
type EntryReader<'E> =
    {
        Names: string list
        /// From the place, the position and the entries of the mapping, of which it takes its own.
        Read: Place -> Position -> YamlEntry list -> Checked<'E>
    }

module EntryReader =
    let ofSection (section: KeySection<'E>) : EntryReader<'E> =
        {
            Names = section.Fields |> List.map _.Option.Name
            Read = fun place position entries -> OptionReader.sectionIn place position section entries
        }

/// Reads `orthogonal` and `{ use: mean-residual, with: { ratio: 0.2 } }`.
module ComponentReader =
    open Tree

    let noun = Fault.noun

    let private optionFields (schema: ComponentSchema) =
        schema.Options |> Seq.map KeyField.Create |> List.ofSeq

    /// A component's name where it stands.
    let private named (catalog: Catalog) kind words (place: Place) (node: YamlNode) : Checked<ComponentSchema> =
        match node.Value with
        | Scalar(name, _) when not (Tree.(|Missing|_|) node) ->
            match catalog.TryFind(kind, name) with
            | Some schema -> Checked.value schema |> Checked.leaf place _.Name
            | None ->
                let names = words @ (catalog.OfKind kind |> List.map _.Name)
                Checked.fault node.Position place.Path (UnknownComponent(kind, name, names))
        | Scalar _
        | Sequence _
        | Mapping _
        | Broken _ ->
            Checked.fault
                node.Position
                place.Path
                (WrongValue($"must be the name of a {noun kind}", Tree.noun node, ""))

    let private withoutOptions (place: Place) (node: YamlNode) schema =
        OptionReader.fields (Place.silent "with" place) node.Position (optionFields schema) []

    let private options (place: Place) (node: YamlNode) entries (schema: ComponentSchema) =
        match OptionReader.tryEntry "with" entries with
        | Some entry ->
            OptionReader.mapping
                $"option of {schema.Name}"
                (optionFields schema)
                (Place.silent "with" place)
                entry.Value
        | None -> withoutOptions place node schema

    let private used catalog kind (place: Place) (node: YamlNode) entries =
        match OptionReader.tryEntry "use" entries with
        | Some entry -> Axes.varying (Place.silent "use" place) (named catalog kind []) entry.Value
        | None ->
            let otherwise =
                if place.Label = ManifestSchema.autoencoder.Name then
                    $", or list several under '{ManifestSchema.architectures.Name}' to compare them"
                else
                    ""

            Checked.fault
                node.Position
                (Place.silent "use" place).Path
                (Missing $"; it names the {noun kind}, as in {{ use: name, with: {{ ... }} }}{otherwise}")

    let private spelledOut catalog kind (extras: EntryReader<'E>) (place: Place) (node: YamlNode) entries =
        let named = used catalog kind place node entries

        let configured =
            named
            |> Checked.bind (fun schema ->
                options place node entries schema |> Checked.map (fun values -> schema, values))

        let keys = "use" :: "with" :: extras.Names

        /// An option of the component that stands beside `with`.
        let misplaced (problem: Problem) =
            let isIt (entry: YamlEntry) =
                entry.KeyPosition = problem.Position
                && named.Variants
                   |> List.exists (fun variant ->
                       variant.Value.Options |> Seq.exists (fun option -> option.Name = entry.Key))

            match entries |> List.tryFind isIt with
            | Some entry ->
                { problem with
                    Fault = MisplacedOption entry.Key
                }
            | None -> problem

        check {
            let! schema, values = configured
            and! extra = extras.Read place node.Position entries

            return Entered.ofStated schema place node.Position values, extra
        }
        |> Checked.require (OptionReader.unknown place "key" keys entries |> List.map misplaced)

    let private byName catalog kind (extras: EntryReader<'E>) words place node =
        check {
            let! schema, values =
                named catalog kind words place node
                |> Checked.bind (fun schema ->
                    withoutOptions place node schema |> Checked.map (fun values -> schema, values))

            and! extra = extras.Read place node.Position []

            return Entered.ofStated schema place node.Position values, extra
        }

    let private one catalog kind extras words (place: Place) (node: YamlNode) =
        match node.Value with
        | Mapping entries ->
            match MovedKeys.find kind place entries with
            | Some problem -> Checked.problems [ problem ]
            | None -> spelledOut catalog kind extras place node entries
        | Scalar _
        | Sequence _
        | Broken _ -> byName catalog kind extras words place node

    /// One component with the keys beside its options, in all its variants.
    let read catalog kind (extras: KeySection<'E>) (place: Place) (node: YamlNode) : Checked<Entered * 'E> =
        Axes.varying place (one catalog kind (EntryReader.ofSection extras) []) node

    /// An entry of a list where a word may stand for no component.
    let readOrNone catalog kind (extras: EntryReader<'E>) words place node : Checked<(Entered * 'E) option> =
        let orNone (place: Place) (node: YamlNode) =
            match node.Value with
            | Scalar(word, _) when List.contains word words -> Checked.value None |> Checked.leaf place (fun _ -> word)
            | Scalar _
            | Sequence _
            | Mapping _
            | Broken _ -> one catalog kind extras words place node |> Checked.map Some

        Axes.varying place orNone node
