/// Which quantiles of resampled means end a bias-corrected and accelerated interval.
/// Source: B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987).
module internal SparsePlugins.Statistics.Bca

open MathNet.Numerics.Distributions

/// How far the middle of the resampled means lies from the mean; ties count half.
let private bias resamples mean =
    let smallest, largest = Resamples.ends resamples
    let tolerance = 1e-9 * (largest - smallest)
    let total = Resamples.total resamples

    let below =
        resamples |> Resamples.weightWhere (fun value -> value < mean - tolerance)

    let above =
        resamples |> Resamples.weightWhere (fun value -> value > mean + tolerance)

    let ties = total - below - above
    Normal.InvCDF(0.0, 1.0, (below + ties / 2.0) / total)

let private acceleration (values: float[]) mean =
    let mutable squares, cubes = 0.0, 0.0

    for value in values do
        let deviation = value - mean
        squares <- squares + deviation * deviation
        cubes <- cubes + deviation * deviation * deviation

    cubes / (6.0 * squares ** 1.5)

/// The shares of the resamples at or below the lower and the upper end of the 95 % interval.
let shares resamples (values: float[]) =
    let mean = Array.average values
    let bias = bias resamples mean
    let acceleration = acceleration values mean

    let share level =
        let z = bias + Normal.InvCDF(0.0, 1.0, level)
        Normal.CDF(0.0, 1.0, bias + z / (1.0 - acceleration * z))

    share 0.025, share 0.975
