using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution.Data;

/// <summary>What a user should know about recorded data before anything trains on it: sentences without a full stop.</summary>
public static class DataNotes
{
    /// <summary>From here on, the longest hundredth of the rows decides what the variance says.</summary>
    private const double MuchVariance = 0.25;

    /// <summary>A hundredth of fewer rows is no row.</summary>
    private const int FewestForHundredth = 100;

    /// <summary>About the data, and about a run on it.</summary>
    /// <param name="survey">What the source found.</param>
    /// <param name="run">Its batch, sample, features and evaluation rows are compared with the data's.</param>
    public static IReadOnlyList<string> Describe(DataSurvey survey, RunSpec run) =>
        [.. OfRows(survey).Concat(OfLengths(survey)).Concat(survey.Remarks).Concat(OfRun(survey, run))];

    private static IEnumerable<string> OfRows(DataSurvey survey)
    {
        if (survey.DistinctRows == 1)
        {
            yield return $"all {Count(survey.Rows)} rows are equal: there is nothing to learn, and fvu is undefined";
            yield break;
        }

        if (survey.DistinctRows < survey.Rows)
        {
            var earlier = survey.RowsOfEarlierFiles > 0 ? $", {Count(survey.RowsOfEarlierFiles)} of them rows of an earlier file" : "";
            yield return $"{Count(survey.Rows - survey.DistinctRows)} of {Count(survey.Rows)} rows repeat another one{earlier} (the most frequent row occurs {Count(survey.MostCopies)} times); a row and its copies can be trained on and held out";
        }

        if (survey.ZeroRows > 0)
        {
            yield return $"{Count(survey.ZeroRows)} of {Count(survey.Rows)} rows are zero";
        }
    }

    private static IEnumerable<string> OfLengths(DataSurvey survey) =>
        survey.Rows >= FewestForHundredth && survey.VarianceOfLongest >= MuchVariance
            ?
            [
                Text(
                    $"1 % of the rows hold {100 * survey.VarianceOfLongest:0} % of the variance (rows are {Length(survey.ShortestLength)} to {Length(survey.LongestLength)} long); the loss and fvu are mostly about those"
                ),
            ]
            : [];

    private static IEnumerable<string> OfRun(DataSurvey survey, RunSpec run)
    {
        if (survey.TrainingRows < run.Training.Batch)
        {
            var times = run.Training.Batch / (double)survey.TrainingRows;
            yield return Text(
                $"{Rows(survey.TrainingRows, "training row")}, batch {run.Training.Batch}: each is seen {times:0.#} times a step"
            );
        }

        if (survey.TrainingRows < run.Training.Sample)
        {
            yield return $"training.sample is {Count(run.Training.Sample)}, there are {Rows(survey.TrainingRows, "training row")}: the sample repeats them";
        }

        if (survey.DistinctRows > 1 && survey.DistinctRows < run.Autoencoder.Features)
        {
            yield return $"{Count(run.Autoencoder.Features)} features, {Rows(survey.DistinctRows, "different row")}: initializers and reinitializers that take a row per feature run out of rows";
        }

        if (survey.EvaluationRows < run.Evaluation.Samples)
        {
            yield return $"evaluation.samples is {Count(run.Evaluation.Samples)}, {Rows(survey.EvaluationRows, "row")} held out: metrics are measured on {(survey.EvaluationRows == 1 ? "that one" : "those")}";
        }
    }

    private static string Rows(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Length(double length) =>
        length.ToString(length is >= 1e-3 and < 1e5 ? "0.####" : "0.##e0", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
