/// Numbers as reports print them, in any culture.
module SparsePlugins.Statistics.Numbers

open System
open System.Globalization

/// A fixed number of decimals, without the sign of a zero.
let fixedTo (decimals: int) (value: float) =
    let text = value.ToString($"F{decimals}", CultureInfo.InvariantCulture)

    if
        text.StartsWith '-'
        && text |> Seq.forall (fun c -> c = '-' || c = '0' || c = '.')
    then
        text.Substring 1
    else
        text

/// Decimals that show a table's largest value with about four digits; three for small numbers.
let decimalsFor (values: seq<float>) =
    let largest =
        values |> Seq.filter Double.IsFinite |> Seq.map abs |> Seq.fold max 0.0

    if largest >= 1000.0 then 0
    elif largest >= 100.0 then 1
    elif largest >= 10.0 then 2
    elif largest >= 1.5 then 3
    elif largest >= 0.01 || largest = 0.0 then 4
    else min 12 (2 - int (floor (log10 largest)))

/// Decimals that show two significant digits of an interval's half-width; none for a half-width above 10, twelve where it is zero.
let decimalsOf (halfWidth: float) =
    if halfWidth > 0.0 && Double.IsFinite halfWidth then
        1 - int (floor (log10 halfWidth)) |> max 0 |> min 12
    else
        12

let signed decimals (value: float) =
    let text = fixedTo decimals value
    let isZero = text |> Seq.forall (fun c -> c = '0' || c = '.')
    if text.StartsWith '-' || isZero then text else "+" + text

let whole (value: int64) =
    value.ToString CultureInfo.InvariantCulture

/// The shortest digits that read back as the same number.
let exact (value: float) =
    value.ToString("R", CultureInfo.InvariantCulture)

/// Ten significant digits: the last ones of a quantile may differ between processors.
let rounded (value: float) =
    Double.Parse(value.ToString("G10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)

/// `1 seed`, `5 seeds`.
let counted (count: int) noun =
    if count = 1 then
        $"1 {noun}"
    else
        $"{whole (int64 count)} {noun}s"
