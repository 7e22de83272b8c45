/// The hull of the BCa intervals of many sets, of which each has one range more at its low end than the one before.
module internal SparsePlugins.Statistics.ChainHull

open System.Collections.Generic

/// How many ranges' draws are counted at a time: 10 MB.
let private atATime = 1024

/// The hull with the interval of a set. Quantiles are looked for where their share of the means lies beyond an end.
let private widen (hull: Interval) (set: float[]) (means: float[]) : Interval =
    let resamples = Resamples.Drawn means
    let lower, upper = Bca.shares resamples set
    let total = float means.Length

    let beyond = resamples |> Resamples.weightWhere (fun value -> value < hull.Lower)

    let within = resamples |> Resamples.weightWhere (fun value -> value <= hull.Upper)

    let quantile share =
        Resamples.quantile share (Resamples.Drawn(Array.copy means)) // It reorders them.

    {
        Lower =
            if beyond < floor (lower * total) then
                hull.Lower
            else
                min hull.Lower (quantile lower)
        Upper =
            if within > ceil (upper * total) then
                hull.Upper
            else
                max hull.Upper (quantile upper)
    }

let private withPoint (value: float) (hull: Interval) : Interval =
    {
        Lower = min hull.Lower value
        Upper = max hull.Upper value
    }

/// Moves the means of the resamples along with one value: by its change, as often as it was drawn.
let private move (means: float[]) (times: byte[]) offset change =
    for b in 0 .. means.Length - 1 do
        means[b] <- means[b] + float times[offset + b] * change

/// The hull over all sets of a chain, from the same resamples as each set's own interval. Each step costs as much as one pass over the resampled
/// means, for any number of values: the means of a set are those of the one before, moved by one value.
let ofOrder (values: IReadOnlyList<BoundedValue>) (order: int[]) : Interval =
    let look hull (set: float[]) means =
        if PairedTest.HasNoSpread set then
            withPoint set[0] hull
        else
            widen hull set means

    // The last set first: it mostly has the lower end, and no other one needs a quantile then.
    let lows = AllowedValues.lows values

    let mutable hull =
        look { Lower = infinity; Upper = -infinity } lows (Resamples.drawnMeans lows)

    let set = AllowedValues.highs values
    let means = Resamples.drawnMeans set
    hull <- look hull set means

    for indices in
        order
        |> Array.filter (fun index -> not values[index].IsExact)
        |> Array.chunkBySize atATime do
        let times = Resamples.timesDrawn set.Length indices

        for place, index in Array.indexed indices do
            let change = (values[index].Low - set[index]) / float set.Length
            set[index] <- values[index].Low
            move means times (place * means.Length) change
            hull <- look hull set means

    hull
