namespace SparsePlugins.Manifests

open System
open System.Globalization
open SparsePlugins.Specs

/// Reads `mmcs >= 0.99`.
module Thresholds =
    let form: TextForm =
        {
            Pattern = @"^[a-z0-9]+(-[a-z0-9]+)* *(>=|<=) *-?[0-9]{1,15}(\.[0-9]{1,17})?([eE][-+]?[0-9]{1,2})?$"
            Rule = "must be a metric, >= or <=, and a number, such as 'mmcs >= 0.99'"
        }

    let private none = "none"

    let formOrNone =
        { form with
            Pattern = $"^{none}$|{form.Pattern}"
        }

    /// Of a text that has the form.
    let parse (text: string) : Threshold =
        let sign = text.IndexOf '='

        {
            Metric = text.Substring(0, sign - 1).TrimEnd()
            Crossing = if text[sign - 1] = '>' then AtLeast else AtMost
            Value = Double.Parse(text.AsSpan(sign + 1).Trim(), CultureInfo.InvariantCulture) + 0.0
        }

    let parseOrNone (text: string) : Threshold option =
        if text = none then None else Some(parse text)
