namespace SparsePlugins.Contracts;

/// <summary>How far a survey is.</summary>
/// <param name="BytesRead">Bytes read so far.</param>
/// <param name="BytesInAll">Bytes to read, at least 1.</param>
public readonly record struct SurveyProgress(long BytesRead, long BytesInAll);
