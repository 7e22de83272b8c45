namespace SparsePlugins.Planning

open System
open System.Collections.Generic

/// A component as an entry of the manifest asks for it.
type internal Entered =
    {
        Schema: ComponentSchema
        Spec: ComponentSpec
        /// Options that the manifest states and that have no effect beside the others: the spec has their defaults.
        Idle: IdleOption list
    }

/// What is compared: a component, or none.
type internal ComparedEntry =
    {
        Entered: Entered option
        /// Of a reinitializer.
        Revival: RevivalRead option
        Position: Position
        Path: string
    }

/// Reads `orthogonal` and `{ use: mean-residual, with: { ratio: 0.2 } }`.
module internal ComponentReader =
    open Tree

    let noun = Fault.noun

    let ofKind (catalog: Catalog) kind =
        catalog.Components
        |> Seq.filter (fun schema -> schema.Kind = kind)
        |> Seq.sortWith (fun a b -> String.CompareOrdinal(a.Name, b.Name))
        |> List.ofSeq

    let rec private isPath optionType =
        match optionType with
        | InputPath -> true
        | Many element -> isPath element
        | Flag
        | Integer _
        | Number _
        | Choice _
        | Text -> false

    /// `name=value` for each option that differs from its default.
    let private different (schema: ComponentSchema) (values: Values) =
        [
            for option in schema.Options do
                let text = OptionText.render values[option.Name].Value

                match option.Default with
                | null -> $"{option.Name}={text}"
                | fallback when OptionText.render (OptionText.normalize option.Type fallback) <> text ->
                    $"{option.Name}={text}"
                | _ -> ()
        ]

    /// `mean-residual(ratio=0.2)`.
    let label name (options: string list) =
        match options with
        | [] -> name
        | options -> $"{name}({String.Join(',', options)})"

    let private spec
        (schema: ComponentSchema)
        (place: Place)
        position
        (stated: Values)
        (values: Values)
        : ComponentSpec =
        {
            Kind = schema.Kind
            Name = schema.Name
            Options =
                [|
                    for option in schema.Options -> KeyValuePair(option.Name, values[option.Name].Value)
                |]
            OptionPositions =
                stated
                |> Map.toSeq
                |> Seq.choose (fun (name, value) -> value.Position |> Option.map (fun p -> name, p))
                |> dict
                |> Dictionary
            InputPaths = HashSet(schema.Options |> Seq.filter (fun o -> isPath o.Type) |> Seq.map _.Name)
            Label = label schema.Name (different schema values)
            Position = position
            Path = place.Path
        }

    let private entered (schema: ComponentSchema) place position stated : Entered =
        let values, idle = UsedOptions.resolve schema.Options stated

        {
            Schema = schema
            Spec = spec schema place position stated values
            Idle = idle
        }

    let private optionFields (schema: ComponentSchema) =
        schema.Options |> Seq.map Key.field |> List.ofSeq

    /// A component's name where it stands.
    let private named catalog kind words (place: Place) (node: Node) : Checked<ComponentSchema> =
        let known = ofKind catalog kind

        match node.Value with
        | Scalar(name, _) when not (Tree.(|Missing|_|) node) ->
            match known |> List.tryFind (fun schema -> schema.Name = name) with
            | Some schema -> Checked.value schema |> Checked.leaf place _.Name
            | None ->
                let names = words @ (known |> List.map _.Name)
                Checked.fault node.Position place.Path (UnknownComponent(kind, name, names))
        | Scalar _
        | Sequence _
        | Mapping _
        | Broken _ ->
            Checked.fault
                node.Position
                place.Path
                (WrongValue($"must be the name of a {noun kind}", Tree.noun node, ""))

    let private withoutOptions (place: Place) (node: Node) schema =
        OptionReader.fields (Place.silent "with" place) node.Position (optionFields schema) []

    let private options (place: Place) (node: Node) entries (schema: ComponentSchema) =
        match OptionReader.tryEntry "with" entries with
        | Some entry ->
            OptionReader.mapping
                $"option of {schema.Name}"
                (optionFields schema)
                (Place.silent "with" place)
                entry.Value
        | None -> withoutOptions place node schema

    let private used catalog kind (place: Place) (node: Node) entries =
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

    let private spelledOut catalog kind (extras: Section<'E>) (place: Place) (node: Node) entries =
        let named = used catalog kind place node entries

        let configured =
            named
            |> Checked.bind (fun schema ->
                options place node entries schema |> Checked.map (fun values -> schema, values))

        let keys = "use" :: "with" :: (extras.Fields |> List.map _.Option.Name)

        /// An option of the component that stands beside `with`.
        let misplaced (problem: Problem) =
            let isIt (entry: Entry) =
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
            and! extra = OptionReader.sectionIn place node.Position extras entries

            return entered schema place node.Position values, extra
        }
        |> Checked.require (OptionReader.unknown place "key" keys entries |> List.map misplaced)

    let private byName catalog kind extras words place node =
        check {
            let! schema, values =
                named catalog kind words place node
                |> Checked.bind (fun schema ->
                    withoutOptions place node schema |> Checked.map (fun values -> schema, values))

            and! extra = OptionReader.sectionIn place node.Position extras []

            return entered schema place node.Position values, extra
        }

    let private one catalog kind extras words (place: Place) (node: Node) =
        match node.Value with
        | Mapping entries ->
            match MovedKeys.find kind place entries with
            | Some problem -> Checked.problems [ problem ]
            | None -> spelledOut catalog kind extras place node entries
        | Scalar _
        | Sequence _
        | Broken _ -> byName catalog kind extras words place node

    /// One component with the keys beside its options, in all its variants.
    let read catalog kind (extras: Section<'E>) (place: Place) (node: Node) : Checked<Entered * 'E> =
        Axes.varying place (one catalog kind extras []) node

    /// An entry of a list where a word may stand for no component.
    let private readOrNone catalog kind (extras: Section<'E>) words place node : Checked<(Entered * 'E) option> =
        let orNone (place: Place) (node: Node) =
            match node.Value with
            | Scalar(word, _) when List.contains word words -> Checked.value None |> Checked.leaf place (fun _ -> word)
            | Scalar _
            | Sequence _
            | Mapping _
            | Broken _ -> one catalog kind extras words place node |> Checked.map Some

        Axes.varying place orNone node

    let private entries catalog kind (place: Place) read (node: Node) : Checked<'T> list =
        let example =
            match ofKind catalog kind with
            | schema :: _ -> $"such as [{schema.Name}]"
            | [] -> $"but no plugin with a {noun kind} is there"

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
                Checked.problem node.Position place.Path $"is empty; list at least one {noun kind}, {example}"
            ]
        | { Value = Sequence items } -> items |> List.mapi (fun index item -> read (Place.item index place) item)
        | { Value = Broken _ } -> [ Checked.problems [] ]
        | { Value = Scalar _ | Mapping _ } ->
            [
                Checked.problem node.Position place.Path $"must be a list, {example}; got {Tree.noun node}"
            ]

    /// Components that are compared: an entry with axes gives one entry per combination of their values.
    let private comparedAs revival catalog kind extras words (place: Place) (node: Node) : Checked<ComparedEntry> list =
        let read place (item: Node) =
            readOrNone catalog kind extras words place item
            |> Checked.map (fun read ->
                {
                    Entered = read |> Option.map fst
                    Revival = read |> Option.bind (snd >> revival)
                    Position = item.Position
                    Path = place.Path
                })

        entries catalog kind place read node

    /// Architectures or initializers that are compared.
    let compared catalog kind place node =
        comparedAs (fun () -> None) catalog kind Section.none [] place node

    /// Reinitializers that are compared, or none.
    let comparedRevivals catalog place node =
        comparedAs Some catalog ComponentKind.Reinitializer RevivalKeys.section [ ManifestSchema.none ] place node

    /// Components that all take part, without axes.
    let together catalog kind (extras: Section<'E>) reason (place: Place) node : Checked<Entered * 'E> list =
        entries catalog kind place (fun place item -> Axes.fixedly reason place (read catalog kind extras) item) node
