using SparsePlugins.Contracts;

namespace SparsePlugins.Conformance;

/// <summary>The rules of a source's rows: which split has which, how often, and how many there are.</summary>
internal static class RowRules
{
    internal static void SplitsAreDisjoint(CheckedSource it)
    {
        using var stream = it.Open();
        var evaluation = Read(it, stream, DataSplit.Evaluation);
        foreach (var split in new[] { DataSplit.Training, DataSplit.Initialization })
        {
            var rows = Read(it, stream, split);
            var silent = Silent([.. rows, .. evaluation]);
            var shared = rows.Where(row => !silent(row)).Count(evaluation.ToHashSet().Contains);
            Require.That(shared == 0, $"{shared} rows of {split} are evaluation rows too; a metric would see what was trained on");
        }
    }

    internal static void BatchesFollowEachOther(CheckedSource it)
    {
        using var stream = it.Open();
        foreach (var split in CheckedSource.Splits)
        {
            var count = RowsToRead(it, stream, split);
            var rows = stream.Rows(split, 2 * count, it.Rows);
            var (first, second) = (rows[..(int)count], rows[(int)count..]);
            RequireDistinct(first, split);
            RequireDistinct(second, split);
            Require.That(
                stream.RowCount(split) is null || first.ToHashSet().SetEquals(second),
                $"{split} states {count} rows, but the next {count} are others"
            );
        }
    }

    internal static void RowCountIsPositive(CheckedSource it)
    {
        using var stream = it.Open();
        Require.All(
            CheckedSource.Splits,
            split => Require.That(stream.RowCount(split) is null or > 0, $"{split} states {stream.RowCount(split)} rows")
        );
    }

    internal static void SurveyCountsTheRows(CheckedSource it)
    {
        if (it.Create() is not ISurveyedSource surveyed)
        {
            return;
        }

        var survey = surveyed.Survey(progress: null, default);
        using var stream = it.Open();
        RequireCounted("TrainingRows", survey.TrainingRows, stream.RowCount(DataSplit.Training));
        RequireCounted("EvaluationRows", survey.EvaluationRows, stream.RowCount(DataSplit.Evaluation));
        RequireCounted("Rows", survey.Rows, survey.TrainingRows + survey.EvaluationRows);
        Require.That(
            survey.DistinctRows >= 1 && survey.DistinctRows <= survey.Rows,
            $"a survey finds {survey.DistinctRows} different rows of {survey.Rows}"
        );
        Require.That(
            survey.Faults.Count == 0,
            $"a survey finds a fault in the data that batches are given from: {survey.Faults.FirstOrDefault()}"
        );
        RequireStops(surveyed);
    }

    private static void RequireStops(ISurveyedSource surveyed)
    {
        try
        {
            surveyed.Survey(progress: null, new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            return;
        }

        throw new ConformanceException("a survey continues after it was cancelled; check the token before each block of rows");
    }

    private static void RequireCounted(string name, long counted, long? given) =>
        Require.That(counted == given, $"a survey counts {counted} {name}, the stream gives {(given is null ? "endless ones" : given)}");

    /// <summary>All rows of a finite split; of an endless one, a few batches.</summary>
    private static long RowsToRead(CheckedSource it, OpenedSource stream, DataSplit split) => stream.RowCount(split) ?? 8 * it.Rows;

    private static IReadOnlyList<string> Read(CheckedSource it, OpenedSource stream, DataSplit split) =>
        stream.Rows(split, RowsToRead(it, stream, split), it.Rows);

    /// <summary>Rows in which nothing was drawn are alike: those of zeros, and the commonest, which may be a bias alone.</summary>
    private static Func<string, bool> Silent(IReadOnlyList<string> rows)
    {
        var (commonest, count) = rows.CountBy(row => row).MaxBy(row => row.Value);
        return row => row.Trim('0').Length == 0 || (count > 1 && row == commonest);
    }

    private static void RequireDistinct(IReadOnlyList<string> rows, DataSplit split)
    {
        var silent = Silent(rows);
        var repeated = rows.Where(row => !silent(row)).CountBy(row => row).Count(row => row.Value > 1);
        Require.That(repeated == 0, $"{repeated} rows of {split} come more than once before the split starts over");
    }
}
