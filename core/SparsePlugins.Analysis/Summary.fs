namespace SparsePlugins.Analysis

open SparsePlugins.Records

/// The numbers of a report: what tables, figures and JSON are made of.
[<NoComparison; NoEquality>]
type Summary =
    {
        Experiment: Experiment
        Sections: Section list
        Scalings: Scaling list
        /// Comparisons that have a verdict, which Holm's correction is over.
        Comparisons: int
        /// Records that belong to no run of the experiment.
        Strangers: int
    }

    member summary.Runs = summary.Sections |> List.collect _.Members |> List.collect _.Runs

    member summary.Records = summary.Runs |> List.choose _.Record
