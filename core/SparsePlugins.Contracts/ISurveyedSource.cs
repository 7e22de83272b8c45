namespace SparsePlugins.Contracts;

/// <summary>Implemented beside <see cref="IActivationSource"/> by a source of recorded data, which can be looked at before anything trains.</summary>
public interface ISurveyedSource
{
    /// <summary>Reads every row once. The host calls it when a manifest is checked, before the first <see cref="IActivationSource.Open"/>.</summary>
    /// <param name="progress">Reported to now and then; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Set when the user stops the command.</param>
    /// <exception cref="IOException">A file can't be read, or was changed meanwhile.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    DataSurvey Survey(IProgress<SurveyProgress>? progress, CancellationToken cancellation);
}
