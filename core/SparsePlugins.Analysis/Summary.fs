namespace SparsePlugins.Analysis

open SparsePlugins.Records

/// The numbers of a report: what tables, figures and JSON are made of.
[<NoComparison; NoEquality>]
type Summary =
    {
        Experiment: ExperimentRecord
        Sections: Section list
        Scalings: Scaling list
        /// Comparisons that have a verdict, which Holm's correction is over.
        Comparisons: int
        /// Records that belong to no run of the experiment.
        Unknown: int
        /// What was measured and not trained.
        Dictionaries: MeasuredDictionary list
        /// Over the seeds of each variant; None where nobody asked for a comparison, empty where there were no weights to compare.
        Agreements: AgreementRow list option
    }

    member summary.Runs =
        summary.Sections |> List.collect _.Variants |> List.collect _.Runs

    member summary.Records = summary.Runs |> List.choose _.Record
