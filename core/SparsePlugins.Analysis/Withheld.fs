namespace SparsePlugins.Analysis

/// Why two variants have no comparison of their times to a threshold, or of their ends.
type Withheld =
    /// A run of either stopped for another threshold before it was at this one: it is the best runs that are cut then.
    | StoppedByAnother
    /// Some run was only seen before its first update.
    | NothingSeen
    /// Their runs saw different data, so that a threshold is a different task.
    | DataDiffer
    /// The metric was computed with other options.
    | MeasuredDifferently
    /// Their runs were to make different numbers of updates, or updates of different batches.
    | BudgetsDiffer
    /// No run of either was at the threshold.
    | NeitherReached

    /// What stands in the place of a verdict.
    member reason.Mark =
        match reason with
        | StoppedByAnother -> "stopped before"
        | NothingSeen -> "not trained"
        | DataDiffer -> "other data"
        | MeasuredDifferently -> "other options"
        | BudgetsDiffer -> "other budget"
        | NeitherReached -> "not reached"

    /// After `no verdict, since`.
    member reason.Text =
        match reason with
        | StoppedByAnother -> "runs stopped for another threshold first"
        | NothingSeen -> "a run was measured before its first update only"
        | DataDiffer -> "the data differ"
        | MeasuredDifferently -> "the options of the metric differ"
        | BudgetsDiffer -> "the budgets differ"
        | NeitherReached -> "no run of the variant or of its baseline reached the threshold"

    /// As JSON has it.
    member reason.Code =
        match reason with
        | StoppedByAnother -> "stopped for another threshold"
        | NothingSeen -> "a run was measured before its first update only"
        | DataDiffer -> "data differ"
        | MeasuredDifferently -> "options of the metric differ"
        | BudgetsDiffer -> "budgets differ"
        | NeitherReached -> "no run reached it"
