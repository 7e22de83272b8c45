namespace SparsePlugins.Analysis

open SparsePlugins.Records

/// A planned run and, once it is done, its record.
[<NoComparison; NoEquality>]
type Run =
    {
        Planned: ExperimentRun
        Record: RunRecord option
    }

/// What is compared: an architecture with an initializer and a reinitializer, over seeds.
[<NoComparison; NoEquality>]
type Variant =
    {
        /// Empty where architectures are not compared by a list.
        Architecture: string
        Initializer: string
        Reinitializer: string
        /// The labels that tell variants apart.
        Name: string
        IsBaseline: bool
        /// Its runs are of a build that another one replaced while the sweep was watched.
        IsOldBuild: bool
        Runs: Run list
        /// Updates that its runs were to make; None where that is not known.
        Planned: int64 option
        /// What decides the data of a seed: keys of the source and, of recorded data, its numbers of rows. Empty where that is not known.
        Data: Map<string, string>
        /// The options of every metric, by the metric's name and theirs. Empty where that is not known.
        Metrics: Map<string, Map<string, string>>
        /// The builds of every plugin that its runs used, by the plugin's name: SHA-256, shortened.
        Builds: Map<string, string list>
    }

    member m.Records = m.Runs |> List.choose _.Record

    /// The label of the entry that it has of a list.
    member m.LabelIn(list: ComparedList) =
        list.Choose(m.Architecture, m.Initializer, m.Reinitializer)

    /// One entry of each list: what a setting has once.
    member m.IsSame(other: Variant) =
        ComparedList.All
        |> List.forall (fun list -> m.LabelIn list = other.LabelIn list)
