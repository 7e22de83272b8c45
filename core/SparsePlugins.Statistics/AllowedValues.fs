/// Sets of values that ranges allow.
module internal SparsePlugins.Statistics.AllowedValues

open System.Collections.Generic
open MathNet.Numerics.Distributions

let measured (values: IReadOnlyList<BoundedValue>) =
    values |> Seq.map _.Value |> Seq.toArray

let lows (values: IReadOnlyList<BoundedValue>) = values |> Seq.map _.Low |> Seq.toArray

let highs (values: IReadOnlyList<BoundedValue>) = values |> Seq.map _.High |> Seq.toArray

/// Of more ranges, not every set is looked at.
let private mostWhole = 50

/// The sets of which one after the other has one range more at its low end, in an order of ranges; from all at their high ends.
let private descending (values: IReadOnlyList<BoundedValue>) (order: int[]) : float[] seq =
    seq {
        let set = highs values
        Array.copy set

        for index in order do
            if not values[index].IsExact then
                set[index] <- values[index].Low
                Array.copy set
    }

/// Mean and standard deviation of each set of an order, from running sums.
let private moments (values: IReadOnlyList<BoundedValue>) (order: int[]) =
    let n = float values.Count
    let origin = Seq.average (highs values)

    let moment (sum, squares) =
        let mean = sum / n
        origin + mean, sqrt (max 0.0 ((squares - sum * mean) / (n - 1.0)))

    let highs = highs values |> Array.map (fun high -> high - origin)

    let lower (sum, squares) index =
        let high, low = highs[index], values[index].Low - origin
        sum - high + low, squares - high * high + low * low

    order
    |> Array.scan lower (Array.sum highs, highs |> Array.sumBy (fun high -> high * high))
    |> Array.map moment

/// Of many ranges the sets in which an end of Student's interval or t itself is extreme: to look at all would take the square of their number.
let private few (values: IReadOnlyList<BoundedValue>) (order: int[]) : float[] seq =
    let n = float values.Count
    let width = StudentT.InvCDF(0.0, 1.0, n - 1.0, 0.975) / sqrt n

    let places by =
        moments values order |> Array.indexed |> Array.minBy (snd >> by) |> fst

    let set place =
        let set = highs values

        order
        |> Array.truncate place
        |> Array.iter (fun index -> set[index] <- values[index].Low)

        set

    [
        places (fun (mean, deviation) -> mean - width * deviation)
        places (fun (mean, deviation) -> -mean - width * deviation)
        places (fun (mean, deviation) -> abs mean / max deviation 1e-300)
    ]
    |> Seq.distinct
    |> Seq.map set

/// The ranges in order, by their middles.
let order (values: IReadOnlyList<BoundedValue>) =
    values
    |> Seq.indexed
    |> Seq.sortBy (fun (_, value) -> value.Low + value.High)
    |> Seq.map fst
    |> Array.ofSeq

/// The sets among which the extremes of Student's t lie: with the ranges in order, every one below a place at its low end and every one
/// above it at its high end. mean - c · s is concave, so its minimum lies at ends; of two sets with one mean the one that
/// spreads wider has the higher ranges at their high ends. Exact where no range lies inside another one, as on a common grid.
/// Of more than fifty ranges only those that have the extremes: for Student's interval and t, not for what depends on more than mean and deviation.
/// Source: S. Ferson et al., "Experimental uncertainty estimation and statistics for data having interval uncertainty",
/// SAND2007-0939 (2007), on the variance of values that are known to ranges.
let extremes (values: IReadOnlyList<BoundedValue>) : float[] seq =
    let order = order values

    if order.Length > mostWhole then
        few values order
    else
        descending values order

/// Every set of ends: two for each range.
let corners (values: IReadOnlyList<BoundedValue>) : float[][] =
    let add (value: BoundedValue) (sets: float list list) =
        match value.IsExact with
        | true -> sets |> List.map (fun set -> value.Low :: set)
        | false -> sets |> List.collect (fun set -> [ value.Low :: set; value.High :: set ])

    List.foldBack add (List.ofSeq values) [ [] ]
    |> List.map Array.ofList
    |> Array.ofList
