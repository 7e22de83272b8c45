namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Reads a manifest section by section into a draft.
module DraftReader =
    open RootKeys

    let private seeds (root: YamlNode) entries : Checked<int64 list> =
        at ManifestSchema.seeds root entries SeedReader.read (fun _ ->
            Checked.value [ 1L .. int64 ManifestSchema.defaultSeeds ])

    /// Of a manifest that revives nothing.
    let private noReinitializers (root: YamlNode) =
        [
            Checked.value
                {
                    Entered = None
                    Revival = None
                    Training = Map.empty
                    As = None
                    Position = root.Position
                    Path = ManifestSchema.reinitializers.Name
                }
        ]

    /// `autoencoder` beside a list of architectures: its size.
    let private sizeAlone (place: Place) (node: YamlNode) : Checked<AutoencoderRead> =
        let read = OptionReader.section AutoencoderKeys.section

        let twice (place: Place) (entry: YamlEntry) =
            Problem.at
                entry.KeyPosition
                place.Path
                $"'{entry.Key}' stands beside the list '{ManifestSchema.architectures.Name}', whose entries say which architectures are compared: move it into an entry of the list, or remove the list"

        let withoutArchitecture (place: Place) (node: YamlNode) =
            let ofArchitecture, others =
                Tree.entries node |> List.partition MovedKeys.isOfArchitecture

            match ofArchitecture with
            | [] -> read place node
            | _ ->
                read place { node with Value = Mapping others }
                |> Checked.require (ofArchitecture |> List.map (twice place))

        Axes.varying place withoutArchitecture node

    /// The size, and the architecture unless a list compares several.
    let private autoencoder catalog (root: YamlNode) entries : Checked<Entered option * AutoencoderRead> =
        match OptionReader.tryEntry ManifestSchema.architectures.Name entries with
        | Some _ ->
            at ManifestSchema.autoencoder root entries sizeAlone failed
            |> Checked.map (fun size -> None, size)
        | None ->
            let read = ComponentReader.read catalog Architecture AutoencoderKeys.section

            at ManifestSchema.autoencoder root entries read failed
            |> Checked.map (fun (entered, size) -> Some entered, size)

    let private source catalog (root: YamlNode) entries =
        at ManifestSchema.source root entries (ComponentReader.read catalog Source InputKeys.section) failed

    let private metrics catalog (root: YamlNode) entries =
        let reason = "'each' can't stand here: every run has the same metrics"
        let read = ComponentLists.together catalog Metric MeasuringKeys.section reason

        at ManifestSchema.metrics root entries read (fun problem -> [ failed problem ])
        |> List.map (
            Checked.map (fun (entered, measuring) ->
                {
                    Entered = entered
                    Every = measuring.Every
                })
        )

    /// Whether dictionaries are measured alone: nothing that is about training is stated.
    let private measuresAlone entries =
        let isStated (key: ManifestKey) =
            OptionReader.tryEntry key.Name entries |> Option.isSome

        OptionReader.tryEntry ManifestSchema.dictionaries.Name entries |> Option.isSome
        && not (List.exists isStated ManifestSchema.ofTraining)

    let private training (root: YamlNode) entries =
        if measuresAlone entries then
            Checked.value TrainingKeys.untrained
        else
            section ManifestSchema.training TrainingKeys.section root entries

    let private sized catalog (root: YamlNode) entries =
        if measuresAlone entries then
            Checked.value (None, AutoencoderKeys.ofOthers)
        else
            autoencoder catalog root entries

    let private initializers catalog (root: YamlNode) entries =
        if measuresAlone entries then
            []
        else
            at ManifestSchema.initializers root entries (ComponentLists.comparedInitializers catalog) (fun problem ->
                [ failed problem ])

    let private mapping catalog (root: YamlNode) entries : Draft * Problem list =
        let sources = source catalog root entries

        let settings =
            check {
                let! source, inputs = sources
                and! architecture, size = sized catalog root entries
                and! training = training root entries

                and! evaluation =
                    section ManifestSchema.evaluation EvaluationKeys.section root entries

                return
                    {
                        Source = source
                        Inputs = inputs
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
            Sources = sources |> Checked.map fst
            Settings = settings
            Architectures =
                at ManifestSchema.architectures root entries (ComponentLists.comparedArchitectures catalog) (fun _ ->
                    [])
            Initializers = initializers catalog root entries
            Reinitializers =
                at ManifestSchema.reinitializers root entries (ComponentLists.comparedRevivals catalog) (fun _ ->
                    noReinitializers root)
            Metrics = metrics catalog root entries
            Dictionaries = trySingle ManifestSchema.dictionaries root entries
            Baseline = trySingle ManifestSchema.baseline root entries
            Agreement = stated ManifestSchema.agreement root entries
        },
        unknown entries

    /// The parts of a manifest, and the keys of the root that are no part; an error where it isn't a mapping at all.
    let read catalog (root: YamlNode) : Result<Draft * Problem list, Problem list> =
        match root.Value with
        | Mapping entries -> Ok(mapping catalog root entries)
        | Broken message -> Error [ Problem.at root.Position "" message ]
        | Scalar _
        | Sequence _ ->
            Error
                [
                    Problem.at
                        root.Position
                        ""
                        $"a manifest is a mapping that begins with 'name:', got {Tree.noun root}"
                ]
