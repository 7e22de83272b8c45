/// How the numbers of a report came about, for its readers.
module internal SparsePlugins.Reporting.Method

open SparsePlugins.Reporting.Summary

let private values (summary: Summary) =
    let exceptions =
        if summary.Sections |> List.forall (SpecDifferences.otherBatches >> List.isEmpty) then
            ""
        else
            ", except where the report says otherwise"

    [
        "Values are means over seeds with 95 % intervals of Student's t, at step 0 and at the last evaluated step of each "
        + "run; failed and diverged runs have no end. Differences are paired by seed: both runs of a pair saw the same "
        + $"batches and the same initialization sample{exceptions}."
        if summary.Records |> List.exists (fun record -> record.Outcome = Stopped) then
            "Runs stopped when they met the manifest's `stop_when`, so their ends lie at different steps."
    ]

let private verdicts (summary: Summary) =
    if summary.Comparisons = 0 then
        [
            "Nothing is compared with an interval, so nothing is called faster or slower, better or worse."
        ]
    else
        [
            "One rule for every verdict: a member is called faster or slower, better or worse, only where both 95 % intervals of its mean paired "
            + "difference, Student's t and the BCa bootstrap (10,000 resamples), exclude zero, and the p-value of the paired t test stays "
            + "below 0.05 after Holm's correction. Where only the intervals exclude zero the verdict adds \"not after correction\"."
            $"""The correction is over the {Numbers.counted summary.Comparisons "comparison"} of this report that have a verdict: every """
            + "threshold and, unless some runs stopped early, the end of every metric's own measurement that has a better side; starts, further "
            + "measurements and the training loss have none."
        ]

let private hasEqualPairs (tables: ThresholdTable list) =
    tables
    |> List.collect _.Rows
    |> List.choose _.Comparison
    |> List.exists _.HasNoSpread

let private times (summary: Summary) =
    let tables = summary.Sections |> List.collect _.Thresholds

    [
        if not tables.IsEmpty then
            "Steps to a threshold are the first evaluated step that crosses it. \"Earlier in\" counts the pairs in which the member got there "
            + "first. Medians and their intervals are those of Kaplan and Meier, with log(-log) bands (Brookmeyer and Crowley); an upper bound "
            + "that is missing needs more seeds."
        if tables |> List.exists (fun table -> table.Censored > 0) then
            "A run that ended before a threshold is censored: it is counted, and means are restricted. Every time is taken up to a horizon, the "
            + "last step that every run without the threshold had made, and a run that hadn't got there by then counts with the horizon "
            + "itself (restricted mean); one that diverged counts as a run that made all its steps. Differences, intervals and p-values are "
            + "of these times; the log-rank test, which knows no pairs, uses the whole of each run."
        if hasEqualPairs tables then
            "Where all pairs differ by the same amount there is no noise to go by: the intervals are points, and p is that of the sign "
            + "test, 2 / 2^n for n seeds."
        if not tables.IsEmpty && summary.Comparisons > 0 then
            "\"Seeds to show 5 %\" is how many seeds the noise of that comparison needs for an 80 % chance to show a difference of 5 % of "
            + "the baseline's mean, at a p-value of 0.05 and before any correction."
    ]

/// One text a bullet.
let texts summary =
    values summary @ verdicts summary @ times summary
