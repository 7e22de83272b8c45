namespace SparsePlugins.Specs

/// What is subtracted from every row of a source.
type InputCenter =
    /// Nothing.
    | NoCenter
    /// The mean row of the sample.
    | MeanCenter
    /// The point with the smallest sum of distances to the rows of the sample.
    | MedianCenter

    /// As manifests write it.
    member center.Word =
        match center with
        | NoCenter -> "none"
        | MeanCenter -> "mean"
        | MedianCenter -> "geometric-median"

/// What rows are multiplied by, after centering.
type InputScale =
    /// Nothing.
    | NoScale
    /// One number, with which the rows of the sample have length 1 on average.
    | UnitMeanNorm
    /// One number for each of the D values of a row, with which it has standard deviation 1 over the sample.
    | PerFeature
    /// A symmetric matrix, with which the covariance of the sample is the identity.
    | Whiten

    /// As manifests write it.
    member scale.Word =
        match scale with
        | NoScale -> "none"
        | UnitMeanNorm -> "unit-mean-norm"
        | PerFeature -> "per-feature"
        | Whiten -> "whiten"

/// What is done to the rows of a source before anything sees them. Statistics are those of the initialization sample.
type InputSpec =
    {
        Center: InputCenter
        Scale: InputScale
        /// How many times as long as the median row a row may be before it is dropped; 0 for any.
        DropLongerThan: float
    }

    /// Rows as the source gives them.
    static member Raw =
        {
            Center = NoCenter
            Scale = NoScale
            DropLongerThan = 0.0
        }

    /// Whether rows stay as the source gives them.
    member inputs.IsRaw = (inputs = InputSpec.Raw)
