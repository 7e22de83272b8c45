/// The numbers behind a finding in one line.
module SparsePlugins.Headlines.Evidence

open SparsePlugins.Documents
open System
open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Headlines.Findings

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
        let format = Numbers.fixedTo (Clauses.decimals finding.Criterion judged)
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
let private counts experiment section (finding: Finding) =
    let words = wordsOf finding.Criterion

    let count verdict =
        finding.Judged
        |> List.filter (fun (_, comparison) -> comparison.Verdict = verdict)
        |> List.length

    let all = (Findings.candidates experiment section finding).Length

    if all > 1 then
        $"; of {all} variants {count Below} {words.Below}, {count Above} {words.Above}"
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

        let signed = Numbers.signed (Clauses.decimals finding.Criterion judged)

        $"{Clauses.titleOf finding.Criterion}: {values finding baseline baselineVariant judged}: "
        + $"{signed comparison.Difference.Mean}{unit finding.Criterion}{Clauses.percent standing}{Clauses.orMore experiment section finding.Criterion standing}, {intervalText signed comparison}, "
        + $"{seeds finding standing comparison}, {pText comparisons comparison}{counts experiment section finding}.{grid finding}")
