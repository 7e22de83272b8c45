/// How the numbers of a report came about, for its readers.
module internal SparsePlugins.Reporting.Method

open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Document

let private sentence text = [ Plain text ]

let private values (summary: Summary) =
    let exceptions =
        if summary.Sections |> List.forall (SpecDifferences.otherBatches >> List.isEmpty) then
            ""
        else
            ", except where the report says otherwise"

    [
        sentence
        <| "Values are means over seeds with 95 % intervals of Student's t, at step 0 and at the last evaluated step of each "
           + "run; failed and diverged runs have no end. Differences are paired by seed: both runs of a pair saw the same "
           + $"batches and the same initialization sample{exceptions}."
        if summary.Records |> List.exists (fun record -> record.Outcome = Stopped) then
            [
                Plain "Runs stopped when they met the manifest's "
                Code "stop_when"
                Plain ", so their ends lie at different steps."
            ]
    ]

let private verdicts (summary: Summary) =
    if summary.Comparisons = 0 then
        [
            "Nothing is compared with an interval, so nothing is called faster or slower, better or worse."
        ]
    else
        [
            "One rule for every verdict: a variant is called faster or slower, better or worse, only where both 95 % intervals of its mean paired "
            + "difference, Student's t and the BCa bootstrap (every resample up to six seeds, 10,000 above), exclude zero, and the p-value "
            + "of the paired t test is below 0.05, also after Holm's correction. What is shown before correction alone is suggestive; all "
            + "else is inconclusive."
            $"""The correction is over the {Numbers.counted summary.Comparisons "comparison"} of this report that have a verdict: each """
            + "threshold and, if no run of the pair stopped early, the final value of each primary metric with a preferred direction. Values at initialization, "
            + "further measurements, the training loss, and variants that repeat another one to the bit are not tested."
        ]

let private isAny property (tables: ThresholdTable list) =
    tables
    |> List.collect _.Rows
    |> List.choose _.Comparison
    |> List.exists property

let private hasRanges (tables: ThresholdTable list) =
    tables
    |> List.collect _.Rows
    |> List.exists (fun row -> row.Times |> Map.exists (fun _ time -> not time.IsExact))

let private times (summary: Summary) =
    let tables = summary.Sections |> List.collect _.Thresholds

    [
        if not tables.IsEmpty then
            "Steps to a threshold are the first evaluated step that crosses it. \"Earlier in\" counts the pairs in which the variant is known to have "
            + "reached it first. Medians and their intervals are those of Kaplan and Meier, with log(-log) bands (Brookmeyer and Crowley); an "
            + "upper bound of n/a means too few seeds to determine it, and \"≥ 500\" stands where half of the runs did not reach it in 500 steps."
        if hasRanges tables then
            "A crossing lies after the last step measured below and at or before the first measured across, and a difference of two between "
            + "the ends that these ranges allow. Intervals cover both ends: Student's is the union of the intervals of every set of values "
            + "that the ranges allow (Horowitz and Manski), the bootstrap's goes from the lower bound for the low ends to the upper bound "
            + "for the high ends, and p is the largest of all these sets. The mean itself is that of the steps as measured."
        if tables |> List.exists (fun table -> table.Censored > 0) then
            "A run that ended before a threshold is censored: it is counted, and means are restricted. The times of two variants are compared up to "
            + "their own horizon, the last step that every run of either without the threshold had made, whatever others did; a run that had not "
            + "reached it by then counts with the horizon itself (restricted mean). One that diverged counts as a run that made all its "
            + "steps; one that failed is left out. Where a run stopped for another threshold first there is no verdict. The log-rank test, which "
            + "knows no pairs, uses the whole of each run."
        if isAny _.HasNoSpread tables then
            "Where all pairs differ by the same amount, and that is known exactly, there is no noise to go by: the intervals are points, and p is "
            + "that of the sign test, 2 / 2^n for n seeds."
        if not tables.IsEmpty && summary.Comparisons > 0 then
            "\"Seeds to show 5 %\" is how many seeds the noise of that comparison needs for an 80 % chance to show a difference of 5 % of "
            + "the baseline's mean, at a p-value of 0.05 and before any correction."
    ]

/// One text a bullet.
let texts (summary: Summary) =
    values summary @ List.map sentence (verdicts summary @ times summary)
