namespace SparsePlugins.Analysis

open SparsePlugins.Statistics

/// How far the dictionaries that the seeds of a variant gave have the same features.
[<NoComparison; NoEquality>]
type AgreementRow =
    {
        Variant: Variant
        /// The name of its setting; empty without axes.
        Setting: string
        /// Dictionaries that were compared with one another.
        Seeds: int
        Cosine: Estimate
        Above07: Estimate
        Above09: Estimate
        /// Of the cosine, to the baseline with the same seeds.
        Difference: Estimate option
    }
