/// What each criterion of a setting shows.
module SparsePlugins.Headlines.Findings

open SparsePlugins.Documents
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics

/// A variant with its comparison.
type Judged = Standing * Comparison

/// What a criterion shows; lists are ranked, the best first.
type Result =
    /// These are shown to be better than their baseline.
    | Won of Judged list
    /// None is shown to be better, and these are shown to be worse.
    | Lost of Judged list
    | SuggestiveOnly of Judged list
    | Undecided of Judged list
    | TooFewSeeds
    /// Every comparison is of results that are equal to the bit.
    | AllEqual
    | NoVerdict of Withheld list

type Finding =
    {
        Criterion: Criterion
        /// Every variant, the best first.
        Standings: Standing list
        /// Different results with a comparison.
        Judged: Judged list
        Result: Result
    }

let wordsOf criterion =
    match criterion with
    | Time _ -> Verdicts.ofTime
    | End table -> Verdicts.ofMeasurement table.Facts

let private judged (section: Section) (standings: Standing list) : Judged list =
    standings
    |> List.filter (fun standing -> not (standing.Variant.IsOldBuild || section.IsRepeated standing.Variant))
    |> List.choose (fun standing -> standing.Comparison |> Option.map (fun comparison -> standing, comparison))

let private withheld (standings: Standing list) =
    standings |> List.choose _.Withheld |> List.distinct

let private resultOf criterion (standings: Standing list) (judged: Judged list) =
    let weightOf (_, comparison: Comparison) =
        Verdicts.weight (wordsOf criterion) comparison.Verdict

    let having weight =
        judged |> List.filter (fun one -> weightOf one = weight)

    match having Verdicts.Good, having Verdicts.Bad, having Verdicts.Suggestive with
    | [], [], [] ->
        if judged |> List.exists (fun (_, found) -> found.Difference.HasInterval) then
            Undecided judged
        elif not judged.IsEmpty then
            TooFewSeeds
        elif standings |> List.exists _.Comparison.IsSome then
            AllEqual
        else
            NoVerdict(withheld standings)
    | [], [], suggested -> SuggestiveOnly suggested
    | [], worse, _ -> Lost worse
    | better, _, _ -> Won better

let private ofCriterion experiment section criterion =
    let standings = Criteria.standings experiment section criterion
    let judged = judged section standings

    {
        Criterion = criterion
        Standings = standings
        Judged = judged
        Result = resultOf criterion standings judged
    }

/// Variants that were to be compared with a baseline, those without a verdict among them.
let candidates experiment (section: Section) (finding: Finding) =
    finding.Standings
    |> List.map _.Variant
    |> List.filter (fun subject ->
        not (subject.IsOldBuild || section.IsRepeated subject)
        && Variants.baselineOf experiment section.Variants subject |> Option.isSome)

/// One finding per criterion: thresholds in the order of the manifest, and then measurements at the end.
let ofSection (experiment: ExperimentRecord) (section: Section) =
    Criteria.ofSection section |> List.map (ofCriterion experiment section)
