/// Means of resamples, with how likely each is.
module internal SparsePlugins.Statistics.Resamples

open System
open System.Collections.Concurrent

/// Sorted by mean; weights need not sum to one.
[<NoComparison; NoEquality>]
type Distribution =
    {
        Means: float[]
        Weights: float[]
    }

    member distribution.Total = Array.sum distribution.Weights

/// Up to so many values all n^n resamples are listed.
let mostListed = 6

let private drawn = 10000

/// The same in every report, so that a report's bytes don't change.
let private seed = 20230801UL

let private sorted (means: float[]) (weights: float[]) =
    Array.Sort(means, weights)
    { Means = means; Weights = weights }

/// Sums of `size` draws from some of the values, each with the share of its orders: one over the product of factorials.
let rec private sums (values: float list) size : (float * float) list =
    match values with
    | [] -> if size = 0 then [ 0.0, 1.0 ] else []
    | value :: others ->
        let factorials = Seq.scan (fun product k -> product * float k) 1.0 (seq { 1..size })

        [
            for count, factorial in Seq.zip (seq { 0..size }) factorials do
                for sum, share in sums others (size - count) -> float count * value + sum, share / factorial
        ]

let private listed (values: float[]) =
    let means, weights =
        sums (List.ofArray values) values.Length
        |> List.map (fun (sum, share) -> sum / float values.Length, share)
        |> Array.ofList
        |> Array.unzip

    sorted means weights

/// Places that are drawn, by the number of values: the same in every report.
let private places = ConcurrentDictionary<int, int[]>()

let private drawPlaces count =
    let generator = SplitMix seed
    Array.init (drawn * count) (fun _ -> generator.Below count)

let private draw (values: float[]) =
    let n = values.Length
    let places = places.GetOrAdd(n, drawPlaces)
    let means = Array.zeroCreate drawn

    for b in 0 .. means.Length - 1 do
        let mutable sum = 0.0

        for i in b * n .. b * n + n - 1 do
            sum <- sum + values[places[i]]

        means[b] <- sum / float n

    sorted means (Array.create drawn 1.0)

/// All resamples of few values, 10,000 of more.
let ofMean (values: float[]) =
    if values.Length <= mostListed then
        listed values
    else
        draw values

/// The smallest mean that has a share of the weight at or below it.
let quantile share (distribution: Distribution) =
    let least = share * distribution.Total * (1.0 - 1e-12)

    let place =
        distribution.Weights
        |> Array.scan (+) 0.0
        |> Array.tail
        |> Array.tryFindIndex (fun sum -> sum >= least)

    distribution.Means[place |> Option.defaultValue (distribution.Means.Length - 1)]
