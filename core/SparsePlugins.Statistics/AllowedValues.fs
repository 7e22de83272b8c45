/// Sets of values that ranges allow.
module internal SparsePlugins.Statistics.AllowedValues

open System.Collections.Generic

let measured (values: IReadOnlyList<BoundedValue>) =
    values |> Seq.map _.Value |> Seq.toArray

let lows (values: IReadOnlyList<BoundedValue>) = values |> Seq.map _.Low |> Seq.toArray

let highs (values: IReadOnlyList<BoundedValue>) = values |> Seq.map _.High |> Seq.toArray

/// The sets among which the extremes of Student's t lie: with the ranges in order, every one below a place at its low end and every one
/// above it at its high end. mean - c · s is concave, so its minimum lies at ends; of two sets with one mean the one that
/// spreads wider has the higher ranges at their high ends. Exact where no range lies inside another one, as on a common grid.
/// Source: S. Ferson et al., "Experimental uncertainty estimation and statistics for data having interval uncertainty",
/// SAND2007-0939 (2007), on the variance of values that are known to ranges.
let extremes (values: IReadOnlyList<BoundedValue>) : float[][] =
    let byRank =
        values
        |> Seq.indexed
        |> Seq.sortBy (fun (_, value) -> value.Low + value.High)
        |> Seq.map fst
        |> Array.ofSeq

    let ranks = Array.zeroCreate byRank.Length
    byRank |> Array.iteri (fun rank index -> ranks[index] <- rank)

    [|
        for place in 0 .. ranks.Length ->
            values
            |> Seq.mapi (fun index value -> if ranks[index] < place then value.Low else value.High)
            |> Array.ofSeq
    |]

/// Every set of ends: two for each range.
let corners (values: IReadOnlyList<BoundedValue>) : float[][] =
    let add (value: BoundedValue) (sets: float list list) =
        match value.IsExact with
        | true -> sets |> List.map (fun set -> value.Low :: set)
        | false -> sets |> List.collect (fun set -> [ value.Low :: set; value.High :: set ])

    List.foldBack add (List.ofSeq values) [ [] ]
    |> List.map Array.ofList
    |> Array.ofList
