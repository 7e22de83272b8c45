namespace SparsePlugins.Analysis

open SparsePlugins.Records
open SparsePlugins.Statistics

/// A mean, and its paired difference to the baseline where there is another variant that is one.
[<NoComparison; NoEquality>]
type Compared =
    {
        Value: Estimate
        Difference: Estimate option
    }

[<NoComparison; NoEquality>]
type MeasurementRow =
    {
        Variant: Variant
        /// At step 0, of every run that measured there.
        Start: Compared
        /// At the last step, of runs that neither failed nor diverged.
        End: Compared
        /// The comparison of the ends. None for the baseline, and in a table without verdicts.
        Comparison: Comparison option
        /// Why ends must not be compared with those of the baseline, apart from runs that stopped early.
        Withheld: Withheld option
    }

[<NoComparison; NoEquality>]
type MeasurementTable =
    {
        Facts: MeasurementFacts
        /// Whether ends are judged, at least of some pair: a metric's own measurement that has a better side, and is not the training loss.
        HasVerdict: bool
        /// Whether all variants are measured after the same training.
        EndTogether: bool
        Rows: MeasurementRow list
    }

    member table.Measurement = table.Facts.Name

    /// What a heading calls the measurement.
    member table.Title = table.Facts.Title

    /// Not one of the further measurements of a metric.
    member table.IsPrimary = table.Facts.IsPrimary
