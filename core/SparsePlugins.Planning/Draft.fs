namespace SparsePlugins.Planning

/// What the axes outside the compared lists decide.
type internal Setting =
    {
        Source: Entered
        /// F, and where it is stated.
        Features: Stated<int>
        /// Nothing where the manifest lists architectures, which are compared.
        Architecture: Entered option
        Training: TrainingRead
        Evaluation: EvaluationRead
    }

/// A setting with its architecture, or with one of those that are compared.
type internal Combination =
    {
        Setting: Setting
        Architecture: Entered
        /// Where the architecture stands: `autoencoder`, `architectures[1]`.
        Path: string
    }

/// A metric, and how often it is measured where it says so itself.
type internal ListedMetric =
    {
        Entered: Entered
        Every: int64 option
    }

    member metric.Name = metric.Entered.Spec.Name

/// The parts of a manifest, each checked by itself.
type internal Draft =
    {
        Root: Node
        Name: Checked<string>
        Device: Checked<Device>
        /// Loaded before planning; here they are checked.
        Plugins: Checked<Stated<string list> option>
        Seeds: Checked<int64 list>
        Sources: Checked<Entered>
        Settings: Checked<Setting>
        /// Empty where `autoencoder` names the architecture.
        Architectures: Checked<ComparedEntry> list
        Initializers: Checked<ComparedEntry> list
        Reinitializers: Checked<ComparedEntry> list
        Metrics: Checked<ListedMetric> list
        /// None where it isn't stated.
        Baseline: Checked<Stated<string> option>
    }

module internal Draft =
    let private foundAt (node: Node) path message = Problem.at node.Position path message

    let private known = ManifestSchema.keys |> List.map _.Name

    /// Reads a key of the root, or says that it is missing.
    let private at
        (key: ManifestKey)
        (root: Node)
        entries
        (read: Place -> Node -> 'T)
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

    let private trySingle (key: Key<'T>) (root: Node) entries : Checked<Stated<'T> option> =
        OptionReader.fields Place.root root.Position [ key.Field ] entries
        |> Checked.map (Key.tryGet key)

    let private single (key: Key<'T>) (root: Node) entries : Checked<'T> =
        OptionReader.fields Place.root root.Position [ key.Field ] entries
        |> Checked.map (Key.get key >> _.Value)

    let private failed problem =
        Checked.problems (Option.toList problem)

    let private section (key: ManifestKey) (section: Section<'T>) (root: Node) entries : Checked<'T> =
        let absent problem =
            if key.Required then
                failed problem
            else
                OptionReader.sectionIn (Place.key key.Name Place.root) root.Position section []

        at key root entries (OptionReader.section section) absent

    let private seeds (root: Node) entries : Checked<int64 list> =
        at ManifestSchema.seeds root entries SeedReader.read (fun _ ->
            Checked.value [ 1L .. int64 ManifestSchema.defaultSeeds ])

    /// Of a manifest that revives nothing.
    let private noReinitializers (root: Node) =
        [
            Checked.value
                {
                    Entered = None
                    Revival = None
                    Position = root.Position
                    Path = ManifestSchema.reinitializers.Name
                }
        ]

    /// `autoencoder` beside a list of architectures: its size.
    let private sizeAlone (place: Place) (node: Node) : Checked<AutoencoderRead> =
        let read = OptionReader.section AutoencoderKeys.section

        let twice (place: Place) (entry: Entry) =
            Problem.at
                entry.KeyPosition
                place.Path
                $"'{entry.Key}' stands beside the list '{ManifestSchema.architectures.Name}', whose entries say which architectures are compared: move it into an entry of the list, or remove the list"

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
    let private autoencoder catalog (root: Node) entries : Checked<Entered option * AutoencoderRead> =
        match OptionReader.tryEntry ManifestSchema.architectures.Name entries with
        | Some _ ->
            at ManifestSchema.autoencoder root entries sizeAlone failed
            |> Checked.map (fun size -> None, size)
        | None ->
            let read = ComponentReader.read catalog Architecture AutoencoderKeys.section

            at ManifestSchema.autoencoder root entries read failed
            |> Checked.map (fun (entered, size) -> Some entered, size)

    let private source catalog (root: Node) entries =
        at ManifestSchema.source root entries (ComponentReader.read catalog Source Section.none) failed
        |> Checked.map fst

    let private metrics catalog (root: Node) entries =
        let reason = "'each' can't stand here: every run has the same metrics"
        let read = ComponentReader.together catalog Metric MeasuringKeys.section reason

        at ManifestSchema.metrics root entries read (fun problem -> [ failed problem ])
        |> List.map (
            Checked.map (fun (entered, measuring) ->
                {
                    Entered = entered
                    Every = measuring.Every
                })
        )

    /// Keys of the root that aren't known; one that belongs into a section says so.
    let private unknown entries =
        let home name =
            [
                ManifestSchema.training
                ManifestSchema.autoencoder
                ManifestSchema.evaluation
            ]
            |> List.tryFind (fun section -> section.Fields |> List.exists (fun field -> field.Option.Name = name))

        let place (problem: Problem) (entry: Entry) =
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

    let private mapping catalog (root: Node) entries : Draft * Problem list =
        let sources = source catalog root entries

        let settings =
            check {
                let! source = sources
                and! architecture, size = autoencoder catalog root entries
                and! training = section ManifestSchema.training TrainingKeys.section root entries

                and! evaluation =
                    section ManifestSchema.evaluation EvaluationKeys.section root entries

                return
                    {
                        Source = source
                        Features = size.Features
                        Architecture = architecture
                        Training = training
                        Evaluation = evaluation
                    }
            }

        {
            Root = root
            Name = single ManifestSchema.name root entries
            Device = single ManifestSchema.device root entries
            Plugins = trySingle ManifestSchema.plugins root entries
            Seeds = seeds root entries
            Sources = sources
            Settings = settings
            Architectures =
                at ManifestSchema.architectures root entries (ComponentReader.compared catalog Architecture) (fun _ ->
                    [])
            Initializers =
                at
                    ManifestSchema.initializers
                    root
                    entries
                    (ComponentReader.compared catalog ComponentKind.Initializer)
                    (fun problem -> [ failed problem ])
            Reinitializers =
                at ManifestSchema.reinitializers root entries (ComponentReader.comparedRevivals catalog) (fun _ ->
                    noReinitializers root)
            Metrics = metrics catalog root entries
            Baseline = trySingle ManifestSchema.baseline root entries
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
                    | Some own -> [ own, ManifestSchema.autoencoder.Name ]
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
