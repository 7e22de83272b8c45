/// The numbers behind a finding in one line.
module SparsePlugins.Headlines.Evidence

open SparsePlugins.Documents
open System
open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Headlines.Findings

/// Decimals that show a difference with two significant digits of its interval's half-width; whole steps for times.
let private decimals (finding: Finding) (standing: Standing, comparison: Comparison) =
    match finding.Criterion with
    | Time _ -> 0
    | End _ ->
        if comparison.Difference.HasWidth then
            Numbers.decimalsOf comparison.Difference.HalfWidth
        else
            Numbers.decimalsFor [ standing.Mine; standing.Reference ]

/// ` or more`, where the side that is slower did not get there in every seed: its times, and so the difference, are bounds.
let private bound (finding: Finding) (standing: Standing) (baseline: Variant option) =
    match finding.Criterion with
    | End _ -> ""
    | Time table ->
        let censored (subject: Variant) =
            table.Rows
            |> List.exists (fun row -> subject.IsSame row.Variant && row.Censored > 0)

        let mine, other = censored standing.Variant, baseline |> Option.exists censored

        let isSlower = standing.Mine > standing.Reference
        if mine <> other && mine = isSlower then " or more" else ""

/// `774 steps`, `at least 277 steps (reached in 5 of 6 seeds)`, `not in 300 steps`
let private steps (row: ThresholdRow option) value =
    let text = Numbers.fixedTo 0 value

    match row with
    | Some row when row.Reached.IsEmpty -> $"not in {text} steps"
    | Some row when row.Censored > 0 -> $"at least {text} steps (reached in {row.Reached.Count} of {row.Total} seeds)"
    | _ -> $"{text} steps"

let private values finding baseline (baselineVariant: Variant option) ((standing, _) as judged: Judged) =
    match finding.Criterion with
    | Time table ->
        let rowOf (subject: Variant) =
            table.Rows |> List.tryFind (fun row -> subject.IsSame row.Variant)

        $"{standing.Variant.Name} {steps (rowOf standing.Variant) standing.Mine}, "
        + $"{baseline} {steps (baselineVariant |> Option.bind rowOf) standing.Reference}"
    | End _ ->
        let format = Numbers.fixedTo (decimals finding judged)
        $"{standing.Variant.Name} {format standing.Mine}, {baseline} {format standing.Reference}"

let private unit criterion =
    match criterion with
    | Time _ -> " steps"
    | End _ -> ""

let private intervalText signed (comparison: Comparison) =
    if comparison.HasNoSpread then
        "the same in every pair"
    elif comparison.Difference.HasInterval then
        $"95 %% CI {signed comparison.Difference.Lower} to {signed comparison.Difference.Upper}"
    else
        "no interval"

let private seeds (finding: Finding) (standing: Standing) (comparison: Comparison) =
    match finding.Criterion with
    | Time table ->
        table.Rows
        |> List.tryFind (fun row -> standing.Variant.IsSame row.Variant)
        |> Option.map (fun row -> $"earlier in {row.Earlier} of {row.Pairs} seeds")
        |> Option.defaultValue ""
    | End _ -> Numbers.counted comparison.Difference.Count "seed"

let private pText comparisons (comparison: Comparison) =
    match comparison.Verdict with
    | SuggestedAbove
    | SuggestedBelow ->
        $"{Verdicts.pIs comparison.P}, but {Verdicts.pText comparison.Adjusted} after correction for {comparisons} comparisons"
    | Above
    | Below
    | Inconclusive
    | TooFew ->
        if Double.IsNaN comparison.Adjusted then
            "no p"
        else
            $"{Verdicts.pIs comparison.Adjusted} (Holm)"

/// So that the best of many is not taken for the only one.
let private counts (finding: Finding) =
    let words = wordsOf finding.Criterion

    let count verdict =
        finding.Judged
        |> List.filter (fun (_, comparison) -> comparison.Verdict = verdict)
        |> List.length

    if finding.Judged.Length > 1 then
        $"; of {finding.Judged.Length} variants {count Below} {words.Below}, {count Above} {words.Above}"
    else
        ""

let private grid (finding: Finding) =
    if
        (finding.Result.IsUndecided || finding.Result.IsSuggestiveOnly)
        && finding.Judged
           |> List.exists (fun (_, comparison) -> comparison.IsLimitedByGrid)
    then
        " The grid of evaluations is too coarse for more: set a smaller evaluation.every."
    else
        ""

/// The comparison that a line gives: the best winner; where the baseline wins over all the closest other, failing that the clearest loser; and
/// the smallest p where nothing is decided.
let private shown (finding: Finding) =
    match finding.Result with
    | Won winners -> List.tryHead winners
    | Lost losers when losers.Length = finding.Judged.Length -> List.tryHead losers
    | Lost losers -> List.tryLast losers
    | SuggestiveOnly judged
    | Undecided judged -> judged |> List.sortBy (fun (_, comparison) -> comparison.P) |> List.tryHead
    | TooFewSeeds
    | AllEqual
    | NoVerdict _ -> None

/// `MMCS ≥ 0.95: data-sample 758 steps, orthogonal 1052 steps: -294 (-28 %), 95 % CI -376 to -216, earlier in 5 of 5 seeds, p = 0.004 (Holm)`;
/// None where there is nothing to compare.
let line experiment (section: Section) comparisons (finding: Finding) =
    shown finding
    |> Option.map (fun ((standing, comparison) as judged) ->
        let baseline = Clauses.baselineOf experiment section standing.Variant

        let baselineVariant =
            Variants.baselineOf experiment section.Variants standing.Variant

        let signed = Numbers.signed (decimals finding judged)

        $"{Clauses.titleOf finding.Criterion}: {values finding baseline baselineVariant judged}: "
        + $"{signed comparison.Difference.Mean}{unit finding.Criterion}{Clauses.percent standing}{bound finding standing baselineVariant}, {intervalText signed comparison}, "
        + $"{seeds finding standing comparison}, {pText comparisons comparison}{counts finding}.{grid finding}")
