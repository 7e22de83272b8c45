namespace SparsePlugins.Manifests

open SparsePlugins.Specs

/// What stands at a key of the manifest.
type Shape =
    | Single of KeyField
    /// A number of seeds, or a list of them.
    | Seeds of most: int * unlessStated: int
    | Fields of KeyField list
    /// A component, and the keys that it has besides `use` and `with`.
    | OneComponent of ComponentKind * extras: KeyField list
    /// Components to list, the keys that an entry has besides `use` and `with`, and words that stand for no component.
    | ManyComponents of ComponentKind * extras: KeyField list * words: string list
    /// How settings are chosen: keys with values to try, of which these are paths, what decides, and seeds.
    | Tune of over: KeyField * paths: string list * by: KeyField * seeds: KeyField

/// A key at the root of the manifest.
type ManifestKey =
    {
        Name: string
        Summary: string
        Required: bool
        Shape: Shape
    }

    /// The keys in it, besides `use` and `with`.
    member key.Fields =
        match key.Shape with
        | Single _
        | Seeds _ -> []
        | Tune(over, _, by, seeds) -> [ over; by; seeds ]
        | Fields fields
        | OneComponent(_, fields)
        | ManyComponents(_, fields, _) -> fields

/// The keys of a manifest, described once: reading follows this list, and so do help and the JSON Schema, which see it as `ManifestKeys`.
module ManifestSchema =
    let name: Key<string> =
        Key.text "name" None "Names the experiment in reports and folders; words in lower case, joined with '-'." id
        |> Key.fixedly
        |> Key.formed
            {
                Pattern = "^(?=.{1,100}$)[a-z0-9]{1,40}(-[a-z0-9]{1,40}){0,20}$"
                Rule =
                    "must be words in lower case joined with '-', 100 characters at most, such as 'orthogonal-or-data'"
            }

    let device: Key<Device> =
        Key.choice
            "device"
            [ "auto", Auto; "cpu", Cpu; "cuda", Cuda ]
            "Where the runs compute; auto takes a GPU where there is one."
        |> Key.fixedly
        |> Key.optional

    let plugins: Key<string list> =
        Key.texts
            "plugins"
            "Plugins that this experiment brings along, beside those that ship: .cs files and plugin folders, relative to the manifest."
            id
        |> Key.fixedly
        |> Key.formed
            {
                Pattern = "[^ ]"
                Rule = "must be a path relative to the manifest, such as 'noisy.cs' or '../my-plugins'"
            }

    let dictionaries: Key<string list> =
        Key.texts
            "dictionaries"
            "Dictionaries that are measured beside the trained ones, or alone where nothing is to be trained: folders of SAELens, sparsify or dictionary_learning and weights files of finished runs, relative to the manifest."
            id
        |> Key.fixedly
        |> Key.formed
            {
                Pattern = "[^ ]"
                Rule =
                    "must be a folder or a weights file relative to the manifest, such as '../saes/layer-3' or 'runs/quickstart/weights/*.safetensors'"
            }

    let baseline: Key<string> =
        Key.text
            "baseline"
            None
            "The variant that the others are compared with; by default the first entry of the first list that has several: initializers, architectures, reinitializers."
            id
        |> Key.fixedly
        |> Key.optional

    let agreement: Key<bool> =
        Key.flag
            "agreement"
            "Compare the dictionaries of the seeds of each variant with one another when all are trained, and report how far they have the same features. Needs the weights, so `--no-weights` is refused."
        |> Key.fixedly

    let mostSeeds = 10_000

    let defaultSeeds = 5

    let private single (key: Key<'T>) =
        {
            Name = key.Name
            Summary = key.Field.Option.Summary
            Required = key.Field.Required
            Shape = Single key.Field
        }

    let private required name shape summary =
        {
            Name = name
            Summary = summary
            Required = true
            Shape = shape
        }

    let private optional name shape summary =
        { required name shape summary with
            Required = false
        }

    let seeds =
        optional
            "seeds"
            (Seeds(mostSeeds, defaultSeeds))
            "How many repetitions, with the seeds 1 to n, or a list of seeds."

    let source =
        required "source" (OneComponent(Source, InputKeys.section.Fields)) "Where the activations come from."

    let autoencoder =
        required
            "autoencoder"
            (OneComponent(Architecture, AutoencoderKeys.section.Fields))
            "The sparse autoencoder: its architecture and size; with a list of architectures, its size alone."

    /// The list that takes the place of `autoencoder.use`.
    let architectures =
        optional
            "architectures"
            (ManyComponents(Architecture, [ LabelKeys.short.Field ], []))
            "Architectures, in place of the one of autoencoder; entries are compared. One may state keys of training for itself, as in { use: jump-relu, training: { beta1: 0 } }: all but steps, batch, sample, step, precision and stop_when."

    let training =
        required "training" (Fields TrainingKeys.section.Fields) "How it is trained; a step is one update of Adam."

    let evaluation =
        optional "evaluation" (Fields EvaluationKeys.section.Fields) "How often and on how much data it is measured."

    let initializers =
        required
            "initializers"
            (ManyComponents(Initializer, [ LabelKeys.short.Field ], []))
            "How dictionaries are initialized; entries are compared."

    /// Stands for no reinitializer.
    let none = "none"

    let reinitializers =
        optional
            "reinitializers"
            (ManyComponents(Reinitializer, RevivalKeys.section.Fields @ [ LabelKeys.short.Field ], [ none ]))
            "How dead features are revived; entries are compared, and none leaves them dead."

    let metrics =
        required "metrics" (ManyComponents(Metric, MeasuringKeys.section.Fields, [])) "What is measured."

    let tune =
        optional
            TuneKeys.name
            (Tune(TuneKeys.overField, TuneKeys.known, TuneKeys.by.Field, TuneKeys.seedsField))
            "How settings are chosen for each variant, on seeds of their own, before the variants are compared."

    /// In the order of documentation.
    let keys =
        [
            single name
            seeds
            single device
            single plugins
            source
            autoencoder
            architectures
            training
            evaluation
            initializers
            reinitializers
            metrics
            single dictionaries
            single baseline
            single agreement
            tune
        ]

    /// Without any of these, dictionaries are measured and nothing is trained.
    let ofTraining =
        [ autoencoder; architectures; training; initializers; reinitializers; tune ]

    /// The keys whose axes make settings.
    let ofSettings = [ source; autoencoder; training; evaluation ]

    /// The lists whose entries are compared.
    let compared = [ architectures; initializers; reinitializers ]
