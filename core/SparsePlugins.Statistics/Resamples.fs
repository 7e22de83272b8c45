/// Means of resamples, with how likely each is.
module internal SparsePlugins.Statistics.Resamples

open System
open System.Collections.Concurrent
open MathNet.Numerics.Statistics

[<NoComparison; NoEquality>]
type Distribution =
    /// Sorted by mean; weights need not sum to one.
    | Listed of means: float[] * weights: float[]
    /// Equally likely, in any order.
    | Drawn of means: float[]

/// Up to so many values all n^n resamples are listed.
let mostListed = 6

let private drawn = 10000

/// Places of more values are drawn each time, as to keep them would take more memory than time.
let private mostKept = 256

/// The same in every report, so that a report's bytes don't change.
let private seed = 20230801UL

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

    Array.Sort(means, weights)
    Listed(means, weights)

/// Places that are drawn, by the number of values: the same in every report.
let private places = ConcurrentDictionary<int, int[]>()

let private drawPlaces count =
    let generator = SplitMix seed
    Array.init (drawn * count) (fun _ -> generator.Below count)

/// Means of draws, each draw from the place that its number has.
let inline private meansAt ([<InlineIfLambda>] place: int -> int) (values: float[]) =
    let n = values.Length
    let means = Array.zeroCreate drawn

    for b in 0 .. means.Length - 1 do
        let mutable sum = 0.0

        for i in b * n .. b * n + n - 1 do
            sum <- sum + values[place i]

        means[b] <- sum / float n

    means

/// The means of 10,000 resamples, in the order of the draws.
let drawnMeans (values: float[]) =
    let n = values.Length

    if n > mostKept then
        let generator = SplitMix seed
        meansAt (fun _ -> generator.Below n) values
    else
        let places = places.GetOrAdd(n, drawPlaces)
        meansAt (fun i -> places[i]) values

/// How often each of some of `count` values is in each resample: all resamples of the first, then those of the second. A byte is enough: that
/// one of n values is drawn more than 255 times in n draws has a probability below 1e-300.
let timesDrawn count (indices: int[]) =
    let generator = SplitMix seed
    let places = Array.create count -1
    indices |> Array.iteri (fun place index -> places[index] <- place)
    let times: byte[] = Array.zeroCreate (indices.Length * drawn)

    for b in 0 .. drawn - 1 do
        for _ in 1..count do
            let place = places[generator.Below count]

            if place >= 0 then
                let at = place * drawn + b
                times[at] <- times[at] + 1uy

    times

/// All resamples of few values, 10,000 of more.
let ofMean (values: float[]) =
    if values.Length <= mostListed then
        listed values
    else
        Drawn(drawnMeans values)

/// The whole weight.
let total distribution =
    match distribution with
    | Listed(_, weights) -> Array.sum weights
    | Drawn means -> float means.Length

/// The smallest mean and the largest.
let ends distribution =
    match distribution with
    | Listed(means, _) -> means[0], means[means.Length - 1]
    | Drawn means -> ArrayStatistics.Minimum means, ArrayStatistics.Maximum means

/// The weight of the means for which something holds.
let inline weightWhere ([<InlineIfLambda>] isCounted: float -> bool) distribution =
    match distribution with
    | Listed(means, weights) ->
        Seq.zip means weights
        |> Seq.filter (fun (mean, _) -> isCounted mean)
        |> Seq.sumBy snd
    | Drawn means ->
        let mutable count = 0

        for mean in means do
            if isCounted mean then
                count <- count + 1

        float count

/// The smallest mean that has a share of the weight at or below it.
let quantile share distribution =
    let least = share * total distribution * (1.0 - 1e-12)

    match distribution with
    | Listed(means, weights) ->
        let place =
            weights
            |> Array.scan (+) 0.0
            |> Array.tail
            |> Array.tryFindIndex (fun sum -> sum >= least)

        means[place |> Option.defaultValue (means.Length - 1)]
    | Drawn means ->
        let rank =
            if least <= float means.Length then
                max 1 (int (ceil least))
            else
                means.Length

        ArrayStatistics.OrderStatisticInplace(means, rank)
