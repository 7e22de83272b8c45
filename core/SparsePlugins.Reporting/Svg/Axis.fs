/// Ticks at 1, 2 or 5 times a power of ten.
module internal SparsePlugins.Reporting.Axis

open System

type Axis =
    {
        Lower: float
        Upper: float
        Ticks: float list
        /// Decimals that the ticks need.
        Decimals: int
    }

    /// Where a value lies between two pixels.
    member axis.Place (from: float, upTo: float) value =
        from + (value - axis.Lower) / (axis.Upper - axis.Lower) * (upTo - from)

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
    }

/// `0.25`, `2000`, `20k`.
let label axis value =
    if
        axis.Decimals = 0
        && axis.Upper >= 20000.0
        && List.forall (fun tick -> tick % 1000.0 = 0.0) axis.Ticks
    then
        if value = 0.0 then
            "0"
        else
            Numbers.fixedTo 0 (value / 1000.0) + "k"
    else
        Numbers.fixedTo axis.Decimals value
