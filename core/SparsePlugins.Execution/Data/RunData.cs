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
    public static DataFacts Describe(RunSpec run, DataSurveys surveys, CohortData data) =>
        Describe(run.Source, run.Inputs, surveys, data, survey => DataNotes.Describe(survey, run));

    /// <summary>The facts of a dictionary that is measured and not trained.</summary>
    /// <param name="source">Where its rows come from.</param>
    /// <param name="inputs">What is done to them.</param>
    /// <param name="surveys">What the sources of the manifest found.</param>
    /// <param name="data">What it sees.</param>
    public static DataFacts Describe(ComponentSpec source, InputSpec inputs, DataSurveys surveys, CohortData data) =>
        Describe(source, inputs, surveys, data, _ => []);

    private static DataFacts Describe(
        ComponentSpec source,
        InputSpec inputs,
        DataSurveys surveys,
        CohortData data,
        Func<DataSurvey, IReadOnlyList<string>> notes
    )
    {
        var survey = surveys.Find(source);
        return new DataFacts(
            data.EvaluationRows,
            data.EvaluationVaries,
            survey is null ? null : Facts(survey),
            data.Rows.SampleFacts,
            data.Rows.Facts,
            [.. survey is null ? [] : notes(survey), .. SampleNotes.Describe(data.Rows.SampleFacts, inputs)]
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
