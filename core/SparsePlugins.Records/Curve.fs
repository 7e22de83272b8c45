namespace SparsePlugins.Records

open System.Collections.Generic

/// A measurement over training. Steps and values have one length; steps ascend. Values may be NaN, which is unlike itself, so curves and
/// records can't be compared with `=`.
[<NoComparison; NoEquality>]
type Curve =
    {
        Facts: MeasurementFacts
        Steps: IReadOnlyList<int64>
        /// NaN where undefined.
        Values: IReadOnlyList<float>
    }

    /// The measurement's name.
    member curve.Measurement = curve.Facts.Name
