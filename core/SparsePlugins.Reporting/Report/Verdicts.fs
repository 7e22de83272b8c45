/// Verdicts and p-values in words.
module internal SparsePlugins.Reporting.Verdicts

open SparsePlugins.Statistics

let inconclusive = "inconclusive"

let suggestive = "suggestive"

/// By the words for above and below zero.
let text (above, below) (verdict: Verdict) =
    match verdict with
    | Above -> above
    | Below -> below
    | SuggestedAbove
    | SuggestedBelow -> suggestive
    | Inconclusive
    | TooFew -> inconclusive

/// Of steps to a threshold.
let ofTime = "slower", "faster"

/// Of a measurement, by the side on which it is better.
let ofMeasurement better =
    if better = "higher" then
        "better", "worse"
    else
        "worse", "better"

/// `0.0023`, `0.41`, `<0.0001`.
let pText (p: float) =
    if System.Double.IsNaN p then "–"
    elif p < 0.0001 then "<0.0001"
    elif p < 0.001 then Numbers.fixedTo 4 p
    elif p < 0.1 then Numbers.fixedTo 3 p
    else Numbers.fixedTo 2 p
