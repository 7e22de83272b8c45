namespace SparsePlugins.Records

/// A threshold that a report tabulates: `mmcs >= 0.99`.
type ReportThreshold =
    {
        Measurement: string
        /// True for `>=`, false for `<=`.
        AtLeast: bool
        Value: float
    }
