namespace SparsePlugins.Records

/// The build of a plugin that made a run, which another one has replaced since while a sweep was watched.
type ReplacedBuild =
    {
        /// The list with the entry that the plugin brings.
        List: ComparedList
        /// SHA-256 of the replaced build, in lower-case hexadecimal.
        Sha256: string
    }

/// A run's place in an experiment.
type ExperimentRun =
    {
        Id: string
        Cohort: string
        Setting: string
        Seed: int64
        /// The label of an entry of the list `architectures`; empty where the manifest has no such list.
        Architecture: string
        Initializer: string
        /// `none`, or a label.
        Reinitializer: string
        /// Null for a run of the builds as they are.
        Replaced: ReplacedBuild | null
    }

    /// What stands in place of a reinitializer where a dictionary is measured and not trained.
    static member NotTrained = "not trained"

    /// False for a dictionary of the list `dictionaries`, whose name stands in place of an initializer.
    member run.IsTrained = run.Reinitializer <> ExperimentRun.NotTrained

    /// The label of its entry of a list, as the manifest gives it.
    member run.EntryIn(list: ComparedList) =
        list.Choose(run.Architecture, run.Initializer, run.Reinitializer)

    /// The same, with the build where that was replaced: `noisy-sample [build 3f2a1c9]`.
    member run.LabelIn(list: ComparedList) =
        match run.Replaced with
        | null -> run.EntryIn list
        | replaced when replaced.List = list ->
            $"{run.EntryIn list} [build {replaced.Sha256.Substring(0, min 7 replaced.Sha256.Length)}]"
        | _ -> run.EntryIn list

    /// `top-k(k=8) + orthogonal + random-points`: its labels, without those that say nothing.
    member run.Name =
        let labels =
            [
                if run.Architecture <> "" then
                    run.LabelIn ComparedList.Architectures
                run.LabelIn ComparedList.Initializers
                if run.Reinitializer <> "none" && run.IsTrained then
                    run.LabelIn ComparedList.Reinitializers
            ]

        System.String.Join(" + ", labels)

    /// The same place for a run that another build made.
    member run.OfReplaced(id: string, build: ReplacedBuild) = { run with Id = id; Replaced = build }

    /// The same run under another setting.
    member run.InSetting(setting: string) = { run with Setting = setting }
