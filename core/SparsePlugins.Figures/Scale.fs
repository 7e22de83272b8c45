/// Ticks at 1, 2 or 5 times a power of ten.
module SparsePlugins.Figures.Scale

type Scale =
    {
        Lower: float
        Upper: float
        Ticks: float list
        /// Decimals that the ticks need.
        Decimals: int
        IsLogarithmic: bool
    }

    /// Where a value lies between two pixels.
    member axis.Place (from: float, upTo: float) value =
        let scaled (value: float) =
            if axis.IsLogarithmic then log value else value

        let lower, upper = scaled axis.Lower, scaled axis.Upper
        from + (scaled value - lower) / (upper - lower) * (upTo - from)

let private stepFor width count =
    let rough = width / float count
    let power = 10.0 ** floor (log10 rough)

    [ 1.0; 2.0; 5.0; 10.0 ]
    |> List.map (fun factor -> factor * power)
    |> List.find (fun step -> step >= rough * 0.999)

let private decimalsOf step =
    max 0 (-(int (floor (log10 step + 1e-9))))

/// Multiples of a step; counted, not added up, so that 0.3 is 0.3.
let private multiples step first last =
    [ for k in int64 first .. int64 last -> float k * step ]

/// Widens a range that is a point.
let private widened (lower, upper) =
    if upper - lower > 1e-12 * max (abs lower) (abs upper) && upper > lower then
        lower, upper
    elif lower = 0.0 then
        0.0, 1.0
    else
        lower - abs lower * 0.1, upper + abs upper * 0.1

/// An axis that begins and ends at a tick.
let nice count range =
    let lower, upper = widened range
    let step = stepFor (upper - lower) count
    let first = floor (lower / step + 1e-9)
    let last = ceil (upper / step - 1e-9)

    {
        Lower = first * step
        Upper = last * step
        Ticks = multiples step first last
        Decimals = decimalsOf step
        IsLogarithmic = false
    }

/// An axis from zero that ends exactly where the data ends.
let fromZero count upper =
    let upper = if upper > 0.0 then upper else 1.0
    let step = max 1.0 (stepFor upper count)

    {
        Lower = 0.0
        Upper = upper
        Ticks = multiples step 0.0 (floor (upper / step + 1e-9))
        Decimals = 0
        IsLogarithmic = false
    }

/// An axis with ticks of its own, a little wider than they are.
let at isLogarithmic (ticks: float list) =
    let lower, upper = List.min ticks, List.max ticks

    let from, upTo =
        if isLogarithmic then
            let margin = (upper / lower) ** 0.06
            lower / margin, upper * margin
        else
            let margin = 0.06 * (upper - lower)
            lower - margin, upper + margin

    {
        Lower = from
        Upper = upTo
        Ticks = ticks
        Decimals = 0
        IsLogarithmic = isLogarithmic
    }

/// 1, 2 and 5 times the powers of ten around a positive range.
let private steps (lower: float, upper: float) =
    [
        for power in int (floor (log10 lower)) - 1 .. int (ceil (log10 upper)) + 1 do
            for factor in [ 1.0; 2.0; 5.0 ] -> factor * 10.0 ** float power
    ]

/// A logarithmic axis that begins and ends at a tick; over more than three decades only powers of ten have one.
let logarithmic (lower, upper) =
    let all = steps (lower, upper)
    let from = all |> List.filter (fun tick -> tick <= lower * 1.0001) |> List.max
    let upTo = all |> List.filter (fun tick -> tick >= upper * 0.9999) |> List.min
    let upTo = if upTo > from then upTo else from * 10.0
    let inside = all |> List.filter (fun tick -> tick >= from && tick <= upTo)

    let isPower tick =
        abs (log10 tick - round (log10 tick)) < 1e-9

    {
        Lower = from
        Upper = upTo
        Ticks =
            if upTo / from > 1000.0 then
                List.filter isPower inside
            else
                inside
        Decimals = 0
        IsLogarithmic = true
    }
