namespace SparsePlugins.Statistics

open System.Collections.Generic
open MathNet.Numerics.Distributions

/// How much data a question needs.
[<AbstractClass; Sealed>]
type Power =
    /// Pairs that a paired t test (two-sided, 0.05) needs to show a difference with a chance of 80 %:
    /// (z(0.975) + z(0.8))² · (s / difference)² + z(0.975)² / 2, rounded up, at least 3. For one comparison, before any correction.
    /// Source: W. C. Guenther, "Sample size formulas for normal theory t tests", The American Statistician 35 (1981).
    static member PairsFor(deviation: float, difference: float) =
        let z level = Normal.InvCDF(0.0, 1.0, level)
        let ratio = (z 0.975 + z 0.8) * deviation / difference
        max SampleStatistics.LeastForInterval (int (ceil (min 1e9 (ratio * ratio + z 0.975 ** 2.0 / 2.0))))
