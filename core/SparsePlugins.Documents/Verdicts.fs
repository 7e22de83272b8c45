/// Verdicts and p-values in words.
module SparsePlugins.Documents.Verdicts

open SparsePlugins.Records
open SparsePlugins.Statistics

/// What a difference above zero is called, and one below.
type Words =
    {
        Above: string
        Below: string
        IsAboveGood: bool
    }

/// The words for steps to a threshold.
let ofTime =
    {
        Above = "slower"
        Below = "faster"
        IsAboveGood = false
    }

/// The words for a measurement, by the side on which it is better.
let ofMeasurement (facts: MeasurementFacts) =
    match facts.Better with
    | BetterSide.Higher ->
        {
            Above = "better"
            Below = "worse"
            IsAboveGood = true
        }
    | BetterSide.Lower
    | BetterSide.Neither ->
        {
            Above = "worse"
            Below = "better"
            IsAboveGood = false
        }

let text words (verdict: Verdict) =
    match verdict with
    | Above -> words.Above
    | Below -> words.Below
    | SuggestedAbove
    | SuggestedBelow -> "suggestive"
    | Inconclusive
    | TooFew -> "inconclusive"

/// How much a verdict says.
type Weight =
    | Good
    | Bad
    | Suggestive
    | Nothing

let weight words (verdict: Verdict) =
    match verdict with
    | Above -> if words.IsAboveGood then Good else Bad
    | Below -> if words.IsAboveGood then Bad else Good
    | SuggestedAbove
    | SuggestedBelow -> Suggestive
    | Inconclusive
    | TooFew -> Nothing

/// `0.0023`, `0.41`, `<0.0001`.
let pText (p: float) =
    if p < 0.0001 then "<0.0001"
    elif p < 0.001 then Numbers.fixedTo 4 p
    elif p < 0.1 then Numbers.fixedTo 3 p
    else Numbers.fixedTo 2 p

/// `p = 0.0023`, `p < 0.0001`.
let pIs (p: float) =
    if p < 0.0001 then "p < 0.0001" else $"p = {pText p}"
