namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// What the axes outside the compared lists decide.
type Setting =
    {
        Source: Entered
        /// What is done to its rows.
        Inputs: InputRead
        /// F, and where it is stated.
        Features: Stated<int>
        /// Nothing where the manifest lists architectures, which are compared.
        Architecture: Entered option
        Training: TrainingRead
        Evaluation: EvaluationRead
    }

/// A setting with its architecture, or with one of those that are compared.
type Combination =
    {
        /// Its training is with what the architecture states for itself.
        Setting: Setting
        /// What the architecture states of it.
        Own: Values
        Architecture: Entered
        /// Where the architecture stands: `autoencoder`, `architectures[1]`.
        Path: string
    }

/// A metric, and how often it is measured where it says so itself.
type ListedMetric =
    {
        Entered: Entered
        Every: int64 option
    }

    member metric.Name = metric.Entered.Spec.Name

/// The parts of a manifest, each checked by itself.
type Draft =
    {
        Root: YamlNode
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
        /// None where it isn't stated; where each of them stands is found in the tree.
        Dictionaries: Checked<Stated<string list> option>
        /// None where it isn't stated.
        Baseline: Checked<Stated<string> option>
        /// Whether the seeds of each variant are compared.
        Agreement: Checked<Stated<bool>>
    }

module Draft =
    /// What the entries of a list give, as far as they are right.
    let listed (entries: Checked<'T> list) =
        entries |> List.collect _.Variants |> List.map _.Value

    /// Whether every entry of a list is right.
    let isWhole (entries: Checked<'T> list) =
        entries
        |> List.forall (fun entry -> entry.Problems.IsEmpty && not entry.Variants.IsEmpty)

    /// A setting with every architecture that it is to have, as far as they are right.
    let combinationsOf (draft: Draft) (setting: Setting) : Combination list =
        let combine (architecture, own: Values, path) =
            {
                Setting =
                    { setting with
                        Training = TrainingKeys.withOwn own setting.Training
                    }
                Own = own
                Architecture = architecture
                Path = path
            }

        match setting.Architecture with
        | Some only -> [ combine (only, Map.empty, ManifestSchema.autoencoder.Name) ]
        | None ->
            listed draft.Architectures
            |> List.choose (fun entry ->
                entry.Entered
                |> Option.map (fun entered -> combine (entered, entry.Training, entry.Path)))

    /// Every setting with every architecture that it is to have, as far as they are right.
    let combinations (draft: Draft) : Combination list =
        draft.Settings.Variants
        |> List.collect (fun variant -> combinationsOf draft variant.Value)

    /// The path of a key of training, where a combination has it from.
    let trainingPath (combination: Combination) key =
        let path = $"{ManifestSchema.training.Name}.{key}"

        if combination.Own.ContainsKey key then
            $"{combination.Path}.{path}"
        else
            path

    /// The value of a part that is right and has no axis.
    let only (part: Checked<'T>) = (List.head part.Variants).Value

    /// Everything wrong with the parts by themselves.
    let problems (draft: Draft) =
        [
            Problem.inTree draft.Root
            draft.Name.Problems
            draft.Device.Problems
            draft.Plugins.Problems
            draft.Seeds.Problems
            draft.Settings.Problems
            draft.Architectures |> List.collect _.Problems
            draft.Initializers |> List.collect _.Problems
            draft.Reinitializers |> List.collect _.Problems
            draft.Metrics |> List.collect _.Problems
            draft.Dictionaries.Problems
            draft.Baseline.Problems
            draft.Agreement.Problems
        ]
        |> List.concat
