namespace SparsePlugins.Specs

open System
open SparsePlugins.Yaml

/// The bounds of an option as text; none where there is none.
module OptionBounds =
    /// Of whole numbers; the ends of 64 bits bound nothing.
    let ofIntegers (minimum: int64) (maximum: int64) : string option * string option =
        let unless limit value =
            if value = limit then None else Some(Numerals.integer value)

        unless Int64.MinValue minimum, unless Int64.MaxValue maximum

    /// Of numbers; infinity and the largest double bound nothing.
    let ofNumbers (minimum: float) (maximum: float) : string option * string option =
        let finite value =
            if Double.IsInfinity value || abs value = Double.MaxValue then
                None
            else
                Some(Numerals.number value)

        finite minimum, finite maximum
