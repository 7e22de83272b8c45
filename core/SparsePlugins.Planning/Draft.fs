namespace SparsePlugins.Planning

/// What the axes outside the compared lists decide.
type internal Setting =
    {
        Source: Entered
        /// F, and where it is stated.
        Features: Stated
        /// Nothing where the manifest lists architectures, which are compared.
        Architecture: Entered option
        Training: Map<string, Stated>
        Evaluation: Map<string, Stated>
    }

/// A setting with its architecture, or with one of those that are compared.
type internal Combination =
    {
        Setting: Setting
        Architecture: Entered
        /// Where the architecture stands: `autoencoder`, `architectures[1]`.
        Path: string
    }

/// The parts of a manifest, each checked by itself.
type internal Draft =
    {
        Root: Node
        Name: Checked<string>
        Device: Checked<string>
        /// Loaded before planning; here they are checked.
        Plugins: Checked<Stated option>
        Seeds: Checked<int64 list>
        Sources: Checked<Entered>
        Settings: Checked<Setting>
        /// Empty where `autoencoder` names the architecture.
        Architectures: Checked<Member> list
        Initializers: Checked<Member> list
        Reinitializers: Checked<Member> list
        Metrics: Checked<Entered> list
        /// Null where it isn't stated.
        Baseline: Checked<Stated option>
    }

module internal Draft =
    let private foundAt (node: Node) path message = Problem.at node.Position path message

    let private known = ManifestSchema.keys |> List.map _.Name

    let private required name =
        ManifestSchema.keys |> List.exists (fun key -> key.Name = name && key.Required)

    /// Reads a key of the root, or says that it is missing.
    let private at name (root: Node) entries (read: Place -> Node -> 'T) (absent: Problem option -> 'T) : 'T =
        let place = Place.key name Place.root

        match OptionReader.tryEntry name entries with
        | Some entry -> read place entry.Value
        | None when required name && OptionReader.isMistyped known name entries -> absent None
        | None when required name ->
            let summary =
                (ManifestSchema.keys |> List.find (fun key -> key.Name = name)).Summary

            absent (Some(foundAt root name $"is required ({summary.TrimEnd '.'}); add the key '{name}'"))
        | None -> absent None

    let private single name (root: Node) entries : Checked<Stated option> =
        OptionReader.fields Place.root root.Position (ManifestSchema.section name) entries
        |> Checked.map (Map.tryFind name)

    let private text name (root: Node) entries =
        single name root entries
        |> Checked.map (function
            | Some { Value = TextValue text } -> text
            | Some _
            | None -> "")

    let private section name (root: Node) entries =
        let fields = ManifestSchema.section name

        let read place node =
            OptionReader.mapping "key" fields place node

        let absent problem =
            match problem with
            | Some problem -> Checked.problems [ problem ]
            | None when required name -> Checked.problems []
            | None -> OptionReader.fields (Place.key name Place.root) root.Position fields []

        at name root entries read absent

    let private seeds (root: Node) entries : Checked<int64 list> =
        at "seeds" root entries SeedReader.read (fun _ -> Checked.value [ 1L .. 5L ])

    let private failed problem =
        Checked.problems (Option.toList problem)

    let private none (root: Node) =
        [
            Checked.value
                {
                    Entered = None
                    Position = root.Position
                    Path = "reinitializers"
                }
        ]

    let private compared catalog kind name (root: Node) entries ifAbsent =
        let extras, words =
            ManifestSchema.keys
            |> List.pick (fun key ->
                match key.Shape with
                | Members(shown, extras, words) when shown = kind -> Some(extras, words)
                | Members _
                | Single _
                | Seeds
                | Section _
                | OneComponent _ -> None)

        at name root entries (ComponentReader.compared catalog kind extras words) ifAbsent

    /// `autoencoder` beside a list of architectures: its size.
    let private sizeAlone (place: Place) (node: Node) : Checked<Map<string, Stated>> =
        let read = OptionReader.mapping "key" (ManifestSchema.section "autoencoder")

        let twice (place: Place) (entry: Entry) =
            Problem.at
                entry.KeyPosition
                place.Path
                $"'{entry.Key}' stands beside the list '{ManifestSchema.architecturesKey}', whose entries say which architectures are compared: move it into an entry of the list, or remove the list"

        let withoutArchitecture (place: Place) (node: Node) =
            let ofArchitecture, others =
                Tree.entries node |> List.partition MovedKeys.isOfArchitecture

            match ofArchitecture with
            | [] -> read place node
            | _ ->
                read place { node with Value = Mapping others }
                |> Checked.require (ofArchitecture |> List.map (twice place))

        Axes.varying place withoutArchitecture node

    /// The size, and the architecture unless a list compares several.
    let private autoencoder catalog (root: Node) entries : Checked<Stated * Entered option> =
        let features (values: Map<string, Stated>) = values["features"]

        match OptionReader.tryEntry ManifestSchema.architecturesKey entries with
        | Some _ ->
            at "autoencoder" root entries sizeAlone failed
            |> Checked.map (fun size -> features size, None)
        | None ->
            let read =
                ComponentReader.read catalog Architecture (ManifestSchema.section "autoencoder") []

            at "autoencoder" root entries read failed
            |> Checked.map (fun entered -> features entered.Extras, Some entered)

    let private metrics catalog (root: Node) entries =
        let reason = "'each' can't stand here: every run has the same metrics"

        let read =
            ComponentReader.together catalog Metric (ManifestSchema.section "metrics") reason

        at "metrics" root entries read (fun problem -> [ failed problem ])

    /// Keys of the root that aren't known; one that belongs into a section says so.
    let private unknown entries =
        let home name =
            [ "training"; "autoencoder"; "evaluation" ]
            |> List.tryFind (fun section ->
                ManifestSchema.section section
                |> List.exists (fun field -> field.Option.Name = name))

        let place (problem: Problem) (entry: Entry) =
            match home entry.Key with
            | Some section ->
                { problem with
                    Message = $"no key named '{entry.Key}' here; did you mean '{section}.{entry.Key}'?"
                }
            | None -> problem

        entries
        |> List.collect (fun entry ->
            OptionReader.unknown Place.root "key" known [ entry ]
            |> List.map (fun problem -> place problem entry))

    let private mapping catalog (root: Node) entries : Draft * Problem list =
        let sources =
            at "source" root entries (ComponentReader.read catalog Source [] []) failed

        let settings =
            check {
                let! source = sources
                and! features, architecture = autoencoder catalog root entries
                and! training = section "training" root entries
                and! evaluation = section "evaluation" root entries

                return
                    {
                        Source = source
                        Features = features
                        Architecture = architecture
                        Training = training
                        Evaluation = evaluation
                    }
            }

        {
            Root = root
            Name = text "name" root entries
            Device = text "device" root entries
            Plugins = single ManifestSchema.pluginsKey root entries
            Seeds = seeds root entries
            Sources = sources
            Settings = settings
            Architectures = compared catalog Architecture ManifestSchema.architecturesKey root entries (fun _ -> [])
            Initializers =
                compared catalog ComponentKind.Initializer "initializers" root entries (fun problem ->
                    [ failed problem ])
            Reinitializers =
                compared catalog ComponentKind.Reinitializer "reinitializers" root entries (fun _ -> none root)
            Metrics = metrics catalog root entries
            Baseline = single "baseline" root entries
        },
        unknown entries

    /// What the entries of a list give, as far as they are right.
    let listed (entries: Checked<'T> list) =
        entries |> List.collect _.Variants |> List.map _.Value

    /// Whether every entry of a list is right.
    let isWhole (entries: Checked<'T> list) =
        entries
        |> List.forall (fun entry -> entry.Problems.IsEmpty && not entry.Variants.IsEmpty)

    /// Every setting with every architecture that it is to have, as far as they are right.
    let combinations (draft: Draft) : Combination list =
        let compared =
            listed draft.Architectures
            |> List.choose (fun entry -> entry.Entered |> Option.map (fun entered -> entered, entry.Path))

        [
            for variant in draft.Settings.Variants do
                let architectures =
                    match variant.Value.Architecture with
                    | Some own -> [ own, "autoencoder" ]
                    | None -> compared

                for architecture, path in architectures do
                    {
                        Setting = variant.Value
                        Architecture = architecture
                        Path = path
                    }
        ]

    /// The value of a part that is right and has no axis.
    let only (part: Checked<'T>) = (List.head part.Variants).Value

    /// Everything wrong with the parts by themselves.
    let problems (draft: Draft) =
        [
            Tree.problems draft.Root
            draft.Name.Problems
            draft.Device.Problems
            draft.Plugins.Problems
            draft.Seeds.Problems
            draft.Settings.Problems
            draft.Architectures |> List.collect _.Problems
            draft.Initializers |> List.collect _.Problems
            draft.Reinitializers |> List.collect _.Problems
            draft.Metrics |> List.collect _.Problems
            draft.Baseline.Problems
        ]
        |> List.concat

    /// The parts of a manifest, and the keys of the root that are no part; an error where it isn't a mapping at all.
    let read catalog (root: Node) : Result<Draft * Problem list, Problem list> =
        match root.Value with
        | Mapping entries -> Ok(mapping catalog root entries)
        | Broken problem -> Error [ problem ]
        | Scalar _
        | Sequence _ ->
            Error
                [
                    foundAt root "" $"a manifest is a mapping that begins with 'name:', got {Tree.noun root}"
                ]
