namespace SparsePlugins.Contracts;

/// <summary>What the rows of a source are like, all splits together.</summary>
public sealed record DataSurvey
{
    /// <summary>All rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of <see cref="DataSplit.Training"/>.</summary>
    public required long TrainingRows { get; init; }

    /// <summary>Rows of <see cref="DataSplit.Evaluation"/>.</summary>
    public required long EvaluationRows { get; init; }

    /// <summary>Rows that remain where each is counted once, however often it is repeated.</summary>
    public required long DistinctRows { get; init; }

    /// <summary>How often the most frequent row occurs; 1 where no row is repeated.</summary>
    public required long MostCopies { get; init; }

    /// <summary>Rows whose copy is in an earlier file of the source.</summary>
    public required long RowsOfEarlierFiles { get; init; }

    /// <summary>Rows whose every value is 0.</summary>
    public required long ZeroRows { get; init; }

    /// <summary>Euclidean norm of the shortest row that is not zero; 0 where there is none.</summary>
    public required double ShortestLength { get; init; }

    /// <summary>Euclidean norm of the longest row.</summary>
    public required double LongestLength { get; init; }

    /// <summary>Share of the variance about the mean that the longest hundredth of the rows holds, from 0 to 1; 0 where nothing varies.</summary>
    public required double VarianceOfLongest { get; init; }

    /// <summary>Why the data can't be used, one sentence each; empty where it can. The sentences name file, row and column.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>What only the source can say of its data and a user should know, one sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
