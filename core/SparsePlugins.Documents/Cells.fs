/// Cells of tables as what they hold; each format writes them from their parts.
module SparsePlugins.Documents.Cells

open System
open SparsePlugins.Statistics

/// How many values stand behind a number.
type Basis =
    | All
    /// So many, where more were to be expected.
    | Only of count: int
    | Reached of count: int * total: int

type Cell =
    /// Not measured, or not compared.
    | Absent
    | Variant of name: string * isBaseline: bool
    | Text of string
    | Count of int64
    | Number of value: float * decimals: int * Basis
    /// A mean with its interval.
    | Value of Estimate * decimals: int * Basis
    /// To the baseline; signed.
    | Difference of Estimate * decimals: int
    /// Signed.
    | Range of Interval * decimals: int
    /// Steps; where half of the runs did not reach the threshold, the last step at which one is known not to have reached it.
    | MedianSteps of Median * lastUnreached: int64
    | Share of count: int * total: int
    /// Runs that reached a threshold, of those of which something is known; and the others.
    | Runs of reached: int * total: int * failed: int * undefined: int
    | P of float
    /// Of the baseline; signed.
    | Percent of float
    /// Steps that are a lower bound of a mean, as some runs were not seen to reach the threshold.
    | AtLeast of float
    /// The best of its column.
    | Best of Cell
    | Verdict of Verdicts.Words * Verdict

/// A p-value; absent where there is none.
let p value =
    if Double.IsNaN value then Absent else P value

/// What stands behind a number.
type Remark =
    | NoRemark
    /// `± 0.0025`, `of 5`
    | Beside of string
    /// `(391 to 528)`, `(n = 4)`
    | InBrackets of string

/// The texts that every format shares: a number or words, and a remark on it.
type Parts = { Main: string; Remark: Remark }

let private absent = "–"

let private plain text = { Main = text; Remark = NoRemark }

let private isExactlyZero (estimate: Estimate) =
    estimate.Mean = 0.0 && estimate.Lower = 0.0 && estimate.Upper = 0.0

let private ofNumber text basis =
    {
        Main = text
        Remark =
            match basis with
            | All -> NoRemark
            | Only count -> InBrackets $"(n = {count})"
            | Reached(count, total) -> InBrackets $"({count} of {total})"
    }

/// `0.6497 ± 0.0025`, or `460 (391 to 528)` where the interval has other sides.
let private ofValue (estimate: Estimate) decimals basis =
    let format = Numbers.fixedTo decimals
    let alone = ofNumber (format estimate.Mean) basis

    let after =
        match alone.Remark with
        | NoRemark -> ""
        | Beside remark
        | InBrackets remark -> " " + remark

    if isExactlyZero estimate then
        ofNumber "0" basis
    elif not estimate.HasInterval then
        alone
    elif estimate.IsSymmetric then
        { alone with
            Remark = Beside $"± {format estimate.HalfWidth}{after}"
        }
    else
        { alone with
            Remark = InBrackets $"({format estimate.Lower} to {format estimate.Upper}){after}"
        }

/// `-610 (-700 to -520)`
let private ofDifference (difference: Estimate) decimals =
    let signed = Numbers.signed decimals

    if isExactlyZero difference then
        plain "0"
    else
        {
            Main = signed difference.Mean
            Remark =
                if difference.HasInterval then
                    InBrackets $"({signed difference.Lower} to {signed difference.Upper})"
                else
                    NoRemark
        }

/// `1050 [1010, 1130]`; `1050 [1010, n/a]` where the upper bound is not known; `≥ 500` where the median itself isn't.
let private ofMedian (median: Median) lastUnreached =
    let steps = Numbers.fixedTo 0
    let interval = median.Interval

    if Double.IsNaN median.Value then
        plain $"≥ {Numbers.whole lastUnreached}"
    else
        {
            Main = steps median.Value
            Remark =
                match Double.IsNaN interval.Lower, Double.IsNaN interval.Upper with
                | true, _ -> NoRemark
                | false, true -> InBrackets $"[{steps interval.Lower}, n/a]"
                | false, false -> InBrackets $"[{steps interval.Lower}, {steps interval.Upper}]"
        }

/// `2 of 2; 4 failed`
let private ofRuns reached total failed undefined =
    let others =
        [
            if failed > 0 then
                $"{failed} failed"
            if undefined > 0 then
                $"{undefined} undefined"
        ]

    if total > 0 || others.IsEmpty then
        {
            Main = string reached
            Remark = Beside(String.Join("; ", $"of {total}" :: others))
        }
    else
        plain (String.Join("; ", others))

/// `-26 %`, `+1.5 %`
let private percentText (percent: float) =
    let decimals = if percent <> 0.0 && abs percent < 10.0 then 1 else 0
    $"{Numbers.signed decimals percent} %%"

let rec parts cell =
    match cell with
    | Absent -> plain absent
    | Variant(name, isBaseline) -> plain (if isBaseline then $"{name} (baseline)" else name)
    | Text text -> plain text
    | Count count -> plain (Numbers.whole count)
    | Number(value, decimals, basis) -> ofNumber (Numbers.fixedTo decimals value) basis
    | Value(estimate, decimals, basis) -> ofValue estimate decimals basis
    | Difference(difference, decimals) -> ofDifference difference decimals
    | Range(interval, decimals) ->
        plain $"{Numbers.signed decimals interval.Lower} to {Numbers.signed decimals interval.Upper}"
    | MedianSteps(median, lastUnreached) -> ofMedian median lastUnreached
    | Share(count, total) ->
        {
            Main = string count
            Remark = Beside $"of {total}"
        }
    | Runs(reached, total, failed, undefined) -> ofRuns reached total failed undefined
    | P p -> plain (Verdicts.pText p)
    | Percent percent -> plain (percentText percent)
    | AtLeast steps -> plain $"≥ {Numbers.fixedTo 0 steps}"
    | Best inner -> parts inner
    | Verdict(words, verdict) -> plain (Verdicts.text words verdict)

/// Both parts in one line.
let text cell =
    let parts = parts cell

    match parts.Remark with
    | NoRemark -> parts.Main
    | Beside remark
    | InBrackets remark -> $"{parts.Main} {remark}"

/// The number that a column is sorted by; None for words.
let rec order cell =
    match cell with
    | Absent
    | Variant _
    | Text _
    | Verdict _ -> None
    | Count count -> Some(float count)
    | Number(value, _, _) -> Some value
    | Value(estimate, _, _)
    | Difference(estimate, _) -> Some estimate.Mean
    | Range(interval, _) -> Some interval.Lower
    | MedianSteps(median, lastUnreached) ->
        Some(
            if Double.IsNaN median.Value then
                float lastUnreached
            else
                median.Value
        )
    | Share(count, _) -> Some(float count)
    | Runs(reached, _, _, _) -> Some(float reached)
    | P p -> Some p
    | Percent percent -> Some percent
    | AtLeast steps -> Some steps
    | Best inner -> order inner
