namespace SparsePlugins.Analysis

open System.Collections.Generic
open SparsePlugins.Records

/// An experiment that is compared with others.
type ComparedExperiment =
    {
        /// Unlike that of any other: the name of its folder.
        Name: string
        Experiment: ExperimentRecord
        Records: IReadOnlyList<RunRecord>
    }
