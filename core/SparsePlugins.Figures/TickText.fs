/// The numbers beside the ticks of an axis.
module SparsePlugins.Figures.TickText

open System
open SparsePlugins.Statistics
open SparsePlugins.Figures.Scale

/// `500`, `20k`, `1.5M`: the shortest that is exact.
let short (value: float) =
    // Powers of ten have digits of rounding behind them.
    let text (value: float) =
        Numbers.exact (float (decimal value |> fun exact -> Math.Round(exact, 10)))

    if abs value >= 1e6 then text (value / 1e6) + "M"
    elif abs value >= 1e4 then text (value / 1e3) + "k"
    else text value

/// `0.25`, `2000`, `20k`.
let label (axis: Scale) value =
    if axis.IsLogarithmic then
        short value
    elif
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
