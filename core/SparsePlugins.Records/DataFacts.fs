namespace SparsePlugins.Records

open System.Collections.Generic

/// Statistics over all rows of a recorded source.
type SurveyFacts =
    {
        Rows: int64
        TrainingRows: int64
        HeldOutRows: int64
        /// Rows that remain where each is counted once.
        DistinctRows: int64
        /// Occurrences of the most frequent row.
        MostCopies: int64
        /// Rows whose copy is in an earlier file.
        RowsOfEarlierFiles: int64
        ZeroRows: int64
        /// Euclidean norm of the shortest row that is not zero.
        ShortestLength: float
        LongestLength: float
        /// Share of the variance that the longest hundredth of the rows holds, 0 to 1.
        VarianceOfLongest: float
    }

/// Statistics over the rows that initializers see, as the source gives them; lengths are also of rows that were dropped.
type SampleFacts =
    {
        Rows: int64
        /// Euclidean norm of the mean row over that of the standard deviations of the D values; infinite where no value varies.
        Gamma: float
        /// Euclidean norm of the row in the middle, by length; of two, that of the shorter one.
        MedianLength: float
        LongestLength: float
    }

/// What was done to the rows of the source before the run saw them.
type InputFacts =
    {
        /// `mean`, `geometric-median` or `none`.
        Center: string
        /// Euclidean norm of what was subtracted.
        CenterLength: float
        /// `unit-mean-norm`, `per-feature`, `whiten` or `none`.
        Scale: string
        /// Of the numbers that values or directions of a row were multiplied by.
        SmallestFactor: float
        LargestFactor: float
        /// Euclidean norm of the longest row that isn't dropped; infinite where none is.
        LongestKept: float
        DroppedOfSample: int64
        DroppedOfEvaluation: int64
    }

/// The data that a run saw.
type DataFacts =
    {
        /// Rows that metrics were measured on; fewer than the manifest asks for where fewer are held out.
        EvaluationRows: int64
        /// False where all of those are equal: what is relative to their variance is undefined.
        EvaluationVaries: bool
        /// Null where the source makes its data, or doesn't say what it is like.
        Survey: SurveyFacts | null
        /// Null in records of versions that did not look at it.
        Sample: SampleFacts | null
        /// Null where it saw them as the source gives them.
        Inputs: InputFacts | null
        /// What a reader should know about the data before believing the numbers, one sentence each.
        Notes: IReadOnlyList<string>
    }
