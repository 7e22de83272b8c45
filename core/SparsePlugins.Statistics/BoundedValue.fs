namespace SparsePlugins.Statistics

/// A value that was measured on a grid, and the range in which the true one lies; both ends belong to it.
[<NoComparison; NoEquality>]
type BoundedValue =
    {
        Value: float
        Low: float
        High: float
    }

    /// One that is known exactly.
    static member Exact(value: float) =
        {
            Value = value
            Low = value
            High = value
        }

    member bounded.IsExact = bounded.Low = bounded.High

    /// Whatever the two true values are, their difference lies in this range.
    static member (-)(left: BoundedValue, right: BoundedValue) =
        {
            Value = left.Value - right.Value
            Low = left.Low - right.High
            High = left.High - right.Low
        }
