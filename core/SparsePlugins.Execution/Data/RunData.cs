using SparsePlugins.Contracts;
using SparsePlugins.Records;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution.Data;

/// <summary>What a run's record says about its data.</summary>
internal static class RunData
{
    /// <summary>The facts of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="surveys">What the sources of the manifest found.</param>
    /// <param name="data">What it sees.</param>
    public static DataFacts Describe(RunSpec run, DataSurveys surveys, CohortData data)
    {
        var survey = surveys.Find(run.Source);
        return new DataFacts(
            data.EvaluationRows,
            data.EvaluationVaries,
            survey is null ? null : Facts(survey),
            data.Rows.SampleFacts,
            data.Rows.Facts,
            [.. survey is null ? [] : DataNotes.Describe(survey, run), .. SampleNotes.Describe(data.Rows.SampleFacts, run.Inputs)]
        );
    }

    private static SurveyFacts Facts(DataSurvey survey) =>
        new(
            rows: survey.Rows,
            trainingRows: survey.TrainingRows,
            heldOutRows: survey.EvaluationRows,
            distinctRows: survey.DistinctRows,
            mostCopies: survey.MostCopies,
            rowsOfEarlierFiles: survey.RowsOfEarlierFiles,
            zeroRows: survey.ZeroRows,
            shortestLength: survey.ShortestLength,
            longestLength: survey.LongestLength,
            varianceOfLongest: survey.VarianceOfLongest
        );
}
